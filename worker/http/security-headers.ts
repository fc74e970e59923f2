/** What every response of the Worker carries: it is data, and no page of ours. */
const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  // Pages read it by CORS, where they may; what asks without CORS gets nothing.
  'cross-origin-resource-policy': 'same-origin',
}

export function withSecurityHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value)
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  return response
}
