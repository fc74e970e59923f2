import type { Address } from '../../protocol/api/address.ts'
import { bodyBytesOf } from '../../protocol/api/body-bytes-of.ts'
import { Failure } from '../../protocol/failure.ts'
import { readAtMost } from '../base/read-at-most.ts'

/** How much of a body beyond the limit is read, and for how long, before the connection is closed. */
const REST_BYTES = 4 * 1024 * 1024
const REST_MILLISECONDS = 2_000

/** An address of the table that has a body. */
type WithBody = Address & Required<Pick<Address, 'body'>>

/**
 * Reads the JSON body of a request to an address of the table, up to the table's limit.
 *
 * @throws Failure `not_json_type`, `body_too_large`, `not_json`.
 */
export async function readJson(address: WithBody, request: Request): Promise<unknown> {
  return parseJson(await readJsonBytes(address, request), JSON.parse)
}

/** The same for an address whose body is optional. */
export async function readOptionalJson(
  address: WithBody & { isBodyOptional: true },
  request: Request,
): Promise<unknown> {
  const bytes = await readBytes(request, bodyBytesOf(address))
  if (bytes.byteLength === 0) return {}
  requireJsonType(request)
  return parseJson(bytes, JSON.parse)
}

/**
 * Reads a body with the JSON content type, unparsed. Requiring that type keeps HTML forms out: a browser sends it to another
 * origin only after a preflight.
 *
 * @throws Failure `not_json_type`, `body_too_large`.
 */
export async function readJsonBytes(address: WithBody, request: Request): Promise<Uint8Array> {
  requireJsonType(request)
  return readBytes(request, bodyBytesOf(address))
}

function requireJsonType(request: Request): void {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new Failure('not_json_type')
  }
}

async function readBytes(request: Request, most: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw new Failure('body_too_large')
  const bytes = request.body === null ? new Uint8Array() : await readAtMost(request.body, most, REST_BYTES)
  if (bytes === null) throw new Failure('body_too_large')
  return bytes
}

/**
 * Reads the rest of a refused request's body and throws it away. Many clients read a response only after they have sent
 * everything: without this they would report a broken connection instead of the refusal.
 */
export async function discardRest({ body, bodyUsed }: Request): Promise<void> {
  if (body === null || bodyUsed) return
  const patience = new Promise<void>((resolve) => setTimeout(resolve, REST_MILLISECONDS))
  await Promise.race([readAtMost(body, 0, REST_BYTES).catch(() => null), patience])
}

/** @throws Failure `not_json`. */
export function parseJson(bytes: Uint8Array, parse: (text: string) => unknown): unknown {
  try {
    return parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    throw new Failure('not_json')
  }
}
