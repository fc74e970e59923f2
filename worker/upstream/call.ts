import { Failure } from '../../protocol/failure.ts'
import { dialectOf } from './dialects.ts'
import type { Provider } from './providers.ts'

/**
 * One `POST /chat/completions` in the provider's own dialect: its address, its key, the body as it is given. Nothing of the
 * response is read, and a redirect is a response: it could send the key elsewhere.
 *
 * @throws Failure `upstream_not_configured` without the key it needs; otherwise whatever `fetch` throws.
 */
export async function callProvider(
  provider: Provider,
  body: Record<string, unknown>,
  signal: AbortSignal,
): Promise<Response> {
  const dialect = dialectOf(provider.dialect)
  if (dialect.needsKey && !provider.key) throw new Failure('upstream_not_configured', { detail: provider.name })
  const model = typeof body['model'] === 'string' ? body['model'] : provider.model
  return fetch(dialect.address(provider, model), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...dialect.headers(provider) },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal,
  })
}
