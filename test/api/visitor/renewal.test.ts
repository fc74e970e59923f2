/** A session whose token is made anew, and one whose key is gone, over HTTP. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runWorker, type Running } from '../../support/running/running-worker.ts'
import { readToken, signToken, type TokenFields } from '../../support/running/session-token.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const DAY = 24 * 60 * 60 * 1000
const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64url')

let upstream: TellingUpstream
let worker: Running
beforeAll(async () => {
  upstream = await startTellingUpstream(() => ({ text: 'An answer.' }))
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url, SESSION_KEYS: `new:${secret(8)} old:${secret(7)}` })
})
afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

interface History {
  turns: { question: string }[]
  token?: string
  expiresAt?: string
}
const history = async (token: string): Promise<History> => (await worker.call('/v1/session', { token })).json()

/** The same session's token, as it was made some days ago. */
async function aged(token: string, days: number, over: Partial<TokenFields> = {}): Promise<string> {
  const fields = readToken(token)
  const made = { issuedAt: fields.issuedAt - days * DAY, expiresAt: fields.expiresAt - days * DAY }
  return signToken({ ...fields, ...made, ...over }, over.keyId === 'old' ? secret(7) : secret(8))
}

test('a young token stays; one past half of its life is replaced, for the same session', async () => {
  const token = await worker.open()
  await worker.ask(token, 'first')
  expect(Object.keys(await history(token))).toEqual(['turns'])
  const old = await aged(token, 20)
  const renewed = await history(old)
  expect(renewed).toMatchObject({ turns: [{ question: 'first' }], expiresAt: expect.any(String) })
  const [was, is] = [readToken(old), readToken(renewed.token ?? '')]
  expect(is).toMatchObject({ session: was.session, origin: was.origin, issuedAt: was.issuedAt, keyId: 'new' })
  expect(Date.parse(renewed.expiresAt ?? '')).toBe(is.expiresAt)
  await worker.ask(renewed.token ?? '', 'second')
  // The old one is good until its own time is over: an answer that was lost on the way loses nobody.
  expect((await history(old)).turns.map(({ question }) => question)).toEqual(['first', 'second'])
  expect(Object.keys(await history(renewed.token ?? ''))).toEqual(['turns'])
})

test('a token of the old key is replaced with one of the new key, however young it is', async () => {
  const token = await worker.open()
  const old = await aged(token, 0, { keyId: 'old' })
  expect(readToken((await history(old)).token ?? '')).toMatchObject({ keyId: 'new' })
})

test('a session that was erased with one token is gone for the others, and none of them is renewed', async () => {
  const token = await worker.open()
  const old = await aged(token, 20)
  const { token: renewed = '' } = await history(old)
  expect((await worker.call('/v1/session', { method: 'DELETE', token: old })).status).toBe(204)
  for (const each of [token, old, renewed]) {
    const response = await worker.call('/v1/session', { token: each })
    expect(response.status).toBe(401)
    expect(await response.json()).toEqual({ error: expect.objectContaining({ code: 'session_forgotten' }) })
  }
})

test('a token whose key was removed is invalid', async () => {
  const token = await worker.open()
  const gone = await signToken({ ...readToken(token), keyId: 'gone' }, secret(6))
  const response = await worker.call('/v1/session', { token: gone })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ error: { code: 'token_invalid' } })
})
