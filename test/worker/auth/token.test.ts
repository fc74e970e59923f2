import { describe, expect, test, vi } from 'vitest'
import { hmacTokens } from '../../../worker/auth/token.ts'

const DAY = 24 * 60 * 60 * 1000
const key = (id: string, byte: number) =>
  `${id}:${new Uint8Array(32).fill(byte).toBase64({ alphabet: 'base64url', omitPadding: true })}`
const bearing = (token: string) =>
  new Request('https://worker.example/', { headers: { authorization: `Bearer ${token}` } })

async function issue(keys: string): Promise<string> {
  return (await hmacTokens(keys).issue('demo', 'https://page.example')).token
}

test('a token says what it was made for, for thirty days', async () => {
  const tokens = hmacTokens(key('k1', 1))
  const { token, expiresAt } = await tokens.issue('demo', 'https://page.example')
  const claims = await tokens.read(bearing(token))
  expect(claims).toMatchObject({
    site: 'demo',
    origin: 'https://page.example',
    session: expect.stringMatching(/^[\w-]{22}$/),
  })
  expect(Date.parse(expiresAt)).toBe(claims.expiresAt)
  expect(claims.expiresAt - claims.issuedAt).toBe(30 * DAY)
})

test('no two sessions are the same', async () => {
  const tokens = hmacTokens(key('k1', 1))
  const made = await Promise.all(Array.from({ length: 50 }, () => tokens.issue('demo', 'https://page.example')))
  expect(new Set(made.map(({ token }) => token)).size).toBe(50)
})

test('a token outlives the key’s replacement, as long as the old key is kept', async () => {
  const old = await issue(key('k1', 1))
  const both = hmacTokens(`${key('k2', 2)} ${key('k1', 1)}`)
  expect(await both.read(bearing(old))).toMatchObject({ site: 'demo' })
  expect(
    await hmacTokens(key('k2', 2)).read(bearing((await both.issue('demo', 'https://page.example')).token)),
  ).toBeTruthy()
  await expect(hmacTokens(key('k2', 2)).read(bearing(old))).rejects.toMatchObject({ code: 'token_invalid' })
})

test('an expired token is refused as expired', async () => {
  const tokens = hmacTokens(key('k1', 1))
  const { token } = await tokens.issue('demo', 'https://page.example')
  vi.useFakeTimers({ now: Date.now() + 30 * DAY + 1, toFake: ['Date'] })
  try {
    await expect(tokens.read(bearing(token))).rejects.toMatchObject({ code: 'token_expired' })
  } finally {
    vi.useRealTimers()
  }
})

describe('a token in use', () => {
  async function after(days: number, test: () => Promise<void>): Promise<void> {
    vi.useFakeTimers({ now: Date.now() + days * DAY, toFake: ['Date'] })
    try {
      await test()
    } finally {
      vi.useRealTimers()
    }
  }

  test('stays in the first half of its life; in the second half it is renewed, for the same session and another 30 days', async () => {
    const tokens = hmacTokens(key('k1', 1))
    const { token } = await tokens.issue('demo', 'https://page.example')
    const claims = await tokens.read(bearing(token))
    await after(14.9, async () => expect(await tokens.renew(claims)).toBeNull())
    await after(15.1, async () => {
      const renewed = await tokens.renew(claims)
      expect(Date.parse(renewed?.expiresAt ?? '')).toBe(Date.now() + 30 * DAY)
      // The session began when it began: a history that is looked for by that is found.
      expect(await tokens.read(bearing(renewed?.token ?? ''))).toEqual({ ...claims, expiresAt: Date.now() + 30 * DAY })
    })
    await after(44, async () => expect(tokens.read(bearing(token))).rejects.toMatchObject({ code: 'token_expired' }))
  })

  test('is renewed at once with the new key when its key is being replaced', async () => {
    const old = await issue(key('k1', 1))
    const both = hmacTokens(`${key('k2', 2)} ${key('k1', 1)}`)
    const claims = await both.read(bearing(old))
    const renewed = await both.renew(claims)
    const next = await hmacTokens(key('k2', 2)).read(bearing(renewed?.token ?? ''))
    expect(next).toMatchObject({ session: claims.session, origin: claims.origin, keyId: 'k2' })
    expect(await both.renew(next)).toBeNull()
  })
})

describe('refused as invalid', () => {
  const changed = (token: string, change: (payload: unknown[]) => void) => {
    const [payload = '', mac = ''] = token.split('.')
    const fields = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(payload, { alphabet: 'base64url' })))
    change(fields)
    const text = new TextEncoder().encode(JSON.stringify(fields))
    return `${text.toBase64({ alphabet: 'base64url', omitPadding: true })}.${mac}`
  }

  test.for<[string, (token: string) => string]>([
    ['another site', (token) => changed(token, (fields) => (fields[0] = 'other'))],
    ['another origin', (token) => changed(token, (fields) => (fields[1] = 'https://evil.example'))],
    ['another session', (token) => changed(token, (fields) => (fields[2] = 'A'.repeat(22)))],
    ['a longer life', (token) => changed(token, (fields) => (fields[4] = Number(fields[4]) + 1))],
    ['an unknown key', (token) => changed(token, (fields) => (fields[5] = 'k9'))],
    ['a key id that is a property of every object', (token) => changed(token, (fields) => (fields[5] = '__proto__'))],
    ['a truncated signature', (token) => token.slice(0, -2)],
    ['no signature', (token) => token.split('.')[0] ?? ''],
    ['a payload that is not a list', () => `${btoa('{}').replace(/=+$/, '')}.AAAA`],
    ['rubbish', () => 'x.y'],
    ['a third part', (token) => `${token}.x`],
  ])('%s', async ([, spoil]) => {
    const keys = key('k1', 1)
    const spoilt = spoil(await issue(keys))
    await expect(hmacTokens(keys).read(bearing(spoilt))).rejects.toMatchObject({ code: 'token_invalid' })
  })
})

test.for(['', 'k1', 'k1:short', `:${'A'.repeat(43)}`, 'k1:***'])(
  'keys set to %j are a misconfiguration, not a crash',
  async (keys) => {
    await expect(hmacTokens(keys).issue('demo', 'https://page.example')).rejects.toMatchObject({
      code: 'site_misconfigured',
    })
  },
)
