/** Who may read what the Worker answers: every odd way in which a browser, or somebody who poses as one, names its origin. */
import { env, exports } from 'cloudflare:workers'
import { beforeAll, describe, expect, test } from 'vitest'

const WORKER = 'https://chat.example'
const SHOP = 'https://shop.example'
const TURN = '6c1b4a52-5f0c-4a0e-9a53-0d6f1c3b7a11'

let token: string
beforeAll(async () => {
  const allowedOrigins = [
    SHOP,
    'https://shop.example:8443',
    'http://localhost:3000',
    'https://[::1]:8443',
    'https://xn--bcher-kva.example',
    'https://*.wild.example',
    'https://*.ports.example:8443',
  ]
  await env.PERSONAS.put('site:cors', JSON.stringify({ allowedOrigins }))
  const opened = await call('POST', '/v1/sites/cors/sessions', SHOP, { body: {} })
  ;({ token } = await opened.json<{ token: string }>())
})

interface Call {
  body?: unknown
  headers?: Record<string, string>
}

function call(method: string, path: string, origin: string | null, { body, headers }: Call = {}): Promise<Response> {
  return exports.default.fetch(WORKER + path, {
    method,
    headers: {
      ...(origin !== null && { origin }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

const readableBy = ({ headers }: Response) => headers.get('access-control-allow-origin')
const bearing = (): Record<string, string> => ({ authorization: `Bearer ${token}` })

/** What holds for every answer, whoever asks. */
function expectCareful({ headers }: Response): void {
  expect(headers.get('vary')?.split(/, */)).toContain('Origin')
  expect(headers.get('access-control-allow-credentials')).toBeNull()
  expect(headers.get('cache-control')).toMatch(/no-store|no-cache/)
}

describe.for<[string, string | null, 'yes' | 'no']>([
  ['the site’s own', SHOP, 'yes'],
  ['with a port that is allowed', 'https://shop.example:8443', 'yes'],
  ['on this machine', 'http://localhost:3000', 'yes'],
  ['an IPv6 address', 'https://[::1]:8443', 'yes'],
  ['in Punycode', 'https://xn--bcher-kva.example', 'yes'],
  ['below a wildcard', 'https://de.wild.example', 'yes'],
  ['far below a wildcard', 'https://a.b.c.wild.example', 'yes'],
  ['below a wildcard with its port', 'https://de.ports.example:8443', 'yes'],
  ['a sub-domain', 'https://www.shop.example', 'no'],
  ['another port', 'https://shop.example:8444', 'no'],
  ['the scheme’s own port, written', 'https://shop.example:443', 'no'],
  ['another scheme', 'http://shop.example', 'no'],
  ['a scheme other than http and https', 'chrome-extension://shop.example', 'no'],
  ['null', 'null', 'no'],
  ['none', null, 'no'],
  ['empty', '', 'no'],
  ['*', '*', 'no'],
  ['ours as a prefix', 'https://shop.example.evil.example', 'no'],
  ['ours as a suffix', 'https://evilshop.example', 'no'],
  ['a trailing dot', 'https://shop.example.', 'no'],
  ['upper case', 'https://SHOP.example', 'no'],
  ['an upper-case scheme', 'HTTPS://shop.example', 'no'],
  ['with a name', 'https://me@shop.example', 'no'],
  ['ours as a name', 'https://shop.example@evil.example', 'no'],
  ['with a path', 'https://shop.example/', 'no'],
  ['ours in a path', 'https://evil.example/https://shop.example', 'no'],
  ['ours in a fragment', 'https://evil.example#https://shop.example', 'no'],
  ['two at once', 'https://shop.example https://evil.example', 'no'],
  ['two in a list', 'https://shop.example, https://evil.example', 'no'],
  ['ours among letters that look alike', 'https://xn--shp-tqb.example', 'no'],
  ['the bare domain of a wildcard', 'https://wild.example', 'no'],
  ['an empty label below a wildcard', 'https://.wild.example', 'no'],
  ['the wildcard itself', 'https://*.wild.example', 'no'],
  ['a wildcard’s suffix without its dot', 'https://evilwild.example', 'no'],
  ['a wildcard’s domain as a prefix', 'https://de.wild.example.evil.example', 'no'],
  ['below a wildcard with another port', 'https://de.wild.example:8443', 'no'],
  ['below a wildcard without its port', 'https://de.ports.example', 'no'],
  ['below a wildcard with another scheme', 'http://de.wild.example', 'no'],
  ['a path that ends like a wildcard', 'https://evil.example/.wild.example', 'no'],
  ['a name that ends like a wildcard', 'https://evil.example\\.wild.example', 'no'],
])('an origin that is %s: %j', ([, origin, allowed]) => {
  const isAllowed = allowed === 'yes'

  test(`${isAllowed ? 'opens' : 'opens no'} session, and may ${isAllowed ? '' : 'not '}be read`, async () => {
    for (const method of ['OPTIONS', 'POST']) {
      const response = await call(method, '/v1/sites/cors/sessions', origin, method === 'POST' ? { body: {} } : {})
      expect([method, response.status]).toEqual([method, isAllowed ? (method === 'POST' ? 201 : 204) : 403])
      expect(readableBy(response)).toBe(isAllowed ? origin : null)
      expectCareful(response)
      if (!isAllowed) expect(await response.json()).toMatchObject({ error: { code: 'origin_not_allowed' } })
    }
  })

  test('reads a session with its own token only', async () => {
    const response = await call('GET', '/v1/session', origin, { headers: bearing() })
    expect(response.status).toBe(origin === SHOP ? 200 : isAllowed ? 401 : 403)
    expect(readableBy(response)).toBe(isAllowed ? origin : null)
    expectCareful(response)
  })

  test('reads the site’s public view, if a browser sends one at all', async () => {
    const response = await call('GET', '/v1/sites/cors', origin)
    expect(response.status).toBe(isAllowed || !origin ? 200 : 403)
    expect(readableBy(response)).toBe(isAllowed ? origin : null)
    expectCareful(response)
  })
})

describe('a preflight', () => {
  test.for([
    ['PATCH', 'authorization'],
    ['TRACE', 'cookie'],
    ['CONNECT', 'x-csrf-token'],
    ['post', 'X-Evil, Authorization'],
    ['*', '*'],
    ['DELETE\tPUT', 'a'.repeat(5000)],
  ] as const)('for %s with %s allows what the widget sends and no more', async ([method, names]) => {
    const headers = { 'access-control-request-method': method, 'access-control-request-headers': names }
    for (const path of ['/v1/sites/cors/sessions', '/v1/session', '/v1/turns', `/v1/turns/${TURN}/stop`]) {
      const response = await call('OPTIONS', path, SHOP, { headers })
      expect(response.status).toBe(204)
      expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, DELETE')
      expect(response.headers.get('access-control-allow-headers')).toBe('authorization, content-type, last-event-id')
      expectCareful(response)
    }
  })

  test.for(['/v1/chat/completions', '/v1/models', '/v1/owner/sites', '/v1/owner/session', '/healthz', '/v1/nothing'])(
    'of %s, which no page may read, allows nothing',
    async (path) => {
      const response = await call('OPTIONS', path, SHOP, { headers: { 'access-control-request-method': 'POST' } })
      expect(response.ok).toBe(false)
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
      expectCareful(response)
    },
  )
})

describe('every kind of answer can be read by the page that asked, and by no other', () => {
  test('a stream', async () => {
    const body = { id: TURN, text: 'where?' }
    const asked = await call('POST', '/v1/turns', SHOP, { body, headers: bearing() })
    expect(asked.headers.get('content-type')).toContain('text/event-stream')
    expect(readableBy(asked)).toBe(SHOP)
    expectCareful(asked)
    await asked.text()
    const resumed = await call('GET', `/v1/turns/${TURN}/stream`, SHOP, { headers: bearing() })
    expect(readableBy(resumed)).toBe(SHOP)
    expectCareful(resumed)
    await resumed.text()
  })

  test.for<[string, string, Call, number]>([
    ['POST', '/v1/turns', { body: { id: 'none', text: 'x' } }, 400],
    ['POST', '/v1/turns', { headers: { 'content-type': 'text/plain' } }, 415],
    ['POST', '/v1/turns', { body: { id: TURN, text: 'another' } }, 409],
    ['GET', '/v1/turns/9c1b4a52-5f0c-4a0e-9a53-0d6f1c3b7a11/stream', {}, 404],
    ['PUT', `/v1/turns/${TURN}/feedback`, { body: { rating: 'sideways' } }, 400],
  ])('a refusal: %s %s', async ([method, path, { body, headers }, status]) => {
    const response = await call(method, path, SHOP, { body, headers: { ...headers, ...bearing() } })
    expect(response.status).toBe(status)
    expect(readableBy(response)).toBe(SHOP)
    expectCareful(response)
    const stranger = await call(method, path, 'https://evil.example', { body, headers: { ...headers, ...bearing() } })
    expect(stranger.status).toBe(403)
    expect(readableBy(stranger)).toBeNull()
    expectCareful(stranger)
  })

  /** Where no site is known yet, nobody can say which origins are its; these tell nothing that is anybody's. */
  test.for<[string, Call, string]>([
    ['/v1/sites/nobody', {}, 'unknown_site'],
    ['/v1/session', {}, 'token_missing'],
    ['/v1/session', { headers: { authorization: 'Bearer x.y' } }, 'token_invalid'],
  ])('what every page may read: %s %j', async ([path, init, code]) => {
    const response = await call('GET', path, 'https://evil.example', init)
    expect(readableBy(response)).toBe('*')
    expect(await response.json()).toEqual({ error: expect.objectContaining({ code }) })
    expectCareful(response)
  })
})
