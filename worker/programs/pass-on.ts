import { Failure } from '../../protocol/failure.ts'
import { readAtMost } from '../base/read-at-most.ts'
import type { Provider } from '../providers/provider-list.ts'

/**
 * What a program can act on, and the OpenAI SDKs read. Everything else stays here: cookies, the account's name, who
 * stands in front of the provider. The encoding too, since the runtime decodes.
 */
const PASSED = /^(content-type|retry-after|retry-after-ms|x-should-retry|x-ratelimit-.+)$/

/** The provider's own `x-request-id`. */
export const UPSTREAM_REQUEST = 'x-upstream-request-id'

/** Shorter than any key; a provider that needs none has a word for one, and words stand in errors. */
const SECRET_CHARACTERS = 16

/** Longer than any provider's error. */
const ERROR_BYTES = 64 * 1024

/**
 * A provider's response as the owner's program gets it: the same status, the same bytes. The body of an answer never
 * passes through JavaScript.
 *
 * @throws Failure `upstream_key_refused` where the fault is our key, which the response may quote;
 * `upstream_bad_reply` where it is no answer.
 */
export async function passOn(response: Response, provider: Provider): Promise<Response> {
  const { status } = response
  const detail = `${provider.name}: status ${status}`
  if (status === 401 || status === 403) throw await refused(response, 'upstream_key_refused', detail)
  // A redirect would lead the program past us, with our owner key.
  if (status < 200 || (status >= 300 && status < 400) || status > 599) {
    throw await refused(response, 'upstream_bad_reply', detail)
  }
  const headers = new Headers([...response.headers].filter(([name]) => PASSED.test(name)))
  // Ours says which of our lines belong to it; this one is for the provider's support.
  const id = response.headers.get('x-request-id')
  if (id !== null) headers.set(UPSTREAM_REQUEST, id)
  const body = status < 400 ? response.body : await readError(response, provider, detail)
  return new Response(body, { status, headers })
}

async function refused(response: Response, code: 'upstream_key_refused' | 'upstream_bad_reply', detail: string) {
  await response.body?.cancel()
  return new Failure(code, { detail })
}

/** Some providers refuse a key with 400, and an echo of the request would hold it: an error is looked at first. */
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
