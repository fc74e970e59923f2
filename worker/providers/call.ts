import { Failure } from '../../protocol/failure.ts'
import { dialectOf } from './dialects.ts'
import type { Provider } from './provider-list.ts'
import { Verbatim } from './verbatim.ts'

/**
 * One `POST /chat/completions` in the provider's own dialect: its address, its key, the body as it is given. Nothing of the
 * response is read, and a redirect is a response: it could send the key elsewhere.
 *
 * @throws Failure `upstream_not_configured` without the key it needs; otherwise whatever `fetch` throws.
 */
export async function callProvider(
  provider: Provider,
  body: Record<string, unknown> | Verbatim,
  signal: AbortSignal,
): Promise<Response> {
  const dialect = dialectOf(provider.dialect)
  if (dialect.needsKey && !provider.key) throw new Failure('upstream_not_configured', { detail: provider.name })
  const model = body instanceof Verbatim ? body.model : body['model']
  return fetch(dialect.address(provider, typeof model === 'string' ? model : provider.model), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...dialect.headers(provider) },
    body: body instanceof Verbatim ? body.bytes : JSON.stringify(body),
    redirect: 'manual',
    signal,
  })
}
