import { Failure } from '../../protocol/failure.ts'
import { BODY_BYTES } from '../../protocol/wire.ts'

/**
 * Reads a JSON body of at most 64 KiB. Asking for the JSON content type keeps HTML forms out: a browser sends that
 * type to another origin only after a preflight.
 *
 * @throws Failure `not_json_type`, `body_too_large`, `not_json`.
 */
export async function readJson(request: Request): Promise<unknown> {
  requireJsonType(request)
  return parse(await readBytes(request))
}

/** The same for a request whose body may be left out. */
export async function readOptionalJson(request: Request): Promise<unknown> {
  const bytes = await readBytes(request)
  if (bytes.byteLength === 0) return {}
  requireJsonType(request)
  return parse(bytes)
}

function requireJsonType(request: Request): void {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new Failure('not_json_type')
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    throw new Failure('not_json')
  }
}

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > BODY_BYTES) throw new Failure('body_too_large')
  const bytes = new Uint8Array(BODY_BYTES)
  let length = 0
  for await (const chunk of request.body ?? []) {
    if (length + chunk.byteLength > BODY_BYTES) throw new Failure('body_too_large')
    bytes.set(chunk, length)
    length += chunk.byteLength
  }
  return bytes.subarray(0, length)
}
