import { Failure } from '../../protocol/failure.ts'
import type { RequestBody } from './dialect.ts'
import type { Provider } from './provider-list.ts'

/** What is sent to a provider. The model is given separately, because some providers want it in the address. */
export interface ProviderRequest {
  model: string
  /** Bytes are sent unchanged. */
  body: RequestBody | Uint8Array
}

/**
 * One `POST` in the provider's own dialect: its address, its key, the body as given. The response is not read, and redirects are
 * returned, not followed: they could send the key elsewhere.
 *
 * @throws Failure `upstream_not_configured` without the key it needs; otherwise whatever `fetch` throws.
 */
export async function callProvider(
  provider: Provider,
  { model, body }: ProviderRequest,
  signal: AbortSignal,
): Promise<Response> {
  const { dialect, key, name } = provider
  if (dialect.needsKey && !key) throw new Failure('upstream_not_configured', { detail: name })
  return fetch(dialect.address(provider, model), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...dialect.headers(provider) },
    body: body instanceof Uint8Array ? body : JSON.stringify(body),
    redirect: 'manual',
    signal,
  })
}
