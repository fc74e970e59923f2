import type { Provider } from './providers.ts'
import { Verbatim } from './verbatim.ts'

/**
 * One `POST /chat/completions`, and whatever came back: nothing is retried, read or judged here.
 */
export function callProvider(
  { baseUrl, key }: Provider,
  body: Record<string, unknown> | Verbatim,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: body instanceof Verbatim ? body.bytes : JSON.stringify(body),
    // A provider that redirects could send the key elsewhere.
    redirect: 'manual',
    signal,
  })
}
