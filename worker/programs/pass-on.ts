import { Failure } from '../../protocol/failure.ts'
import { readAtMost } from '../base/read-at-most.ts'
import type { Provider } from '../providers/provider-list.ts'

/**
 * Headers that a program can act on and that the OpenAI SDKs read. Nothing else is passed on: cookies, the account's name,
 * proxies in front of the provider. The encoding is dropped too, because the runtime decodes.
 */
const PASSED = /^(content-type|retry-after|retry-after-ms|x-should-retry|x-ratelimit-.+)$/

/** The provider's own `x-request-id`. */
export const UPSTREAM_REQUEST = 'x-upstream-request-id'

/** Shorter than any real key. A provider without keys may have a plain word as one, and words occur in errors. */
const SECRET_CHARACTERS = 16

/** Longer than any provider's error. */
const ERROR_BYTES = 64 * 1024

/**
 * A provider's response as the owner's program gets it: the same status, the same bytes. The body of an answer never passes
 * through JavaScript.
 *
 * @throws Failure `upstream_key_refused` if our key was refused, which the response may quote; `upstream_bad_reply` if it is not
 *   an answer.
 */
export async function passOn(response: Response, provider: Provider): Promise<Response> {
  const { status } = response
  const detail = `${provider.name}: status ${status}`
  if (status === 401 || status === 403) throw await refused(response, 'upstream_key_refused', detail)
  // A redirect would send the program elsewhere, with our owner key.
  if (status < 200 || (status >= 300 && status < 400) || status > 599) {
    throw await refused(response, 'upstream_bad_reply', detail)
  }
  const headers = new Headers([...response.headers].filter(([name]) => PASSED.test(name)))
  // Our own id finds our log lines; this one is for the provider's support.
  const id = response.headers.get('x-request-id')
  if (id !== null) headers.set(UPSTREAM_REQUEST, id)
  const body = status < 400 ? response.body : await readError(response, provider, detail)
  return new Response(body, { status, headers })
}

async function refused(response: Response, code: 'upstream_key_refused' | 'upstream_bad_reply', detail: string) {
  await response.body?.cancel()
  return new Failure(code, { detail })
}

/** Some providers refuse a key with 400, and an echoed request would contain it, so errors are checked first. */
async function readError(
  { body }: Response,
  { key, gatewayToken }: Provider,
  detail: string,
): Promise<Uint8Array | null> {
  if (body === null) return null
  const bytes = await readAtMost(body, ERROR_BYTES)
  if (bytes === null) throw new Failure('upstream_bad_reply', { detail: `${detail}, more than 64 KiB` })
  const text = new TextDecoder().decode(bytes)
  const secrets = [key, gatewayToken].filter(({ length }) => length >= SECRET_CHARACTERS)
  if (secrets.some((secret) => text.includes(secret))) {
    throw new Failure('upstream_key_refused', { detail: `${detail}, quoting the key` })
  }
  return bytes
}
