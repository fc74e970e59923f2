import type { Provider } from './providers.ts'

/**
 * One `POST /chat/completions`, and whatever came back: nothing is retried, read or judged here.
 *
 * @param body bytes go out as they are.
 */
export function callProvider(
  { baseUrl, key }: Provider,
  body: Record<string, unknown> | Uint8Array,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(`${baseUrl.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: body instanceof Uint8Array ? body : JSON.stringify(body),
    // A provider that redirects could send the key elsewhere.
    redirect: 'manual',
    signal,
  })
}
