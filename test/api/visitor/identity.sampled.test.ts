/** Proof of identity: who brings a good one finds their conversation, on every device; who does not, finds nothing. */
import { generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { field } from '../../../protocol/record.ts'
import { startFaultUpstream, type FaultUpstream } from '../../support/upstreams/fault-upstream.ts'
import { faultScripts } from '../../support/upstreams/fault-scripts.ts'
import { IDENTITY_KEY, identityKeys, OLDER_KEY, proof, seconds } from '../../support/stand-ins/identity-proofs.ts'
import { LONG_TEST } from '../../support/sampling/patient.ts'
import { OWNER_KEY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'
import { readToken } from '../../support/running/session-token.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let upstream: FaultUpstream
/** Where proof may be brought, and where it has to be. */
let optional: Running
let required: Running

const bindings = (over: Record<string, string> = {}) => ({
  OPENAI_BASE_URL: `${upstream.url}/whole/v1`,
  IDENTITY_KEYS: identityKeys('demo'),
  ...over,
})

beforeAll(async () => {
  upstream = await startFaultUpstream(faultScripts)
  optional = await runWorker(bindings(), { sites: { demo: { identity: 'optional' } } })
  required = await runWorker(bindings(), { sites: { demo: { identity: 'required' } } })
})
afterAll(async () => {
  await optional?.stop()
  await required?.stop()
  await upstream?.stop()
})

const openWith = (body: object, on = required) => on.call('/v1/sites/demo/sessions', { method: 'POST', body })

async function tokenFor(body: object, on = required): Promise<string> {
  const response = await openWith(body, on)
  expect(response.status).toBe(201)
  return String(field(await response.json(), 'token'))
}

async function questions(token: string, on = required): Promise<string[]> {
  const response = await on.call('/v1/session', { token })
  expect(response.status).toBe(200)
  const { turns }: { turns: { question: string }[] } = await response.json()
  return turns.map(({ question }) => question)
}

async function expectRefused(response: Response, status: number, code: string): Promise<void> {
  expect([response.status, await response.json()]).toMatchObject([status, { error: { code } }])
  expect(response.headers.get('access-control-allow-origin')).toBe(PAGE)
}

/** Too long to occur by chance in a request's id, a digest or a token. */
const ADA = 'ada-of-the-canaries@shop.example'
/** How the two parts of every proof begin that are no signature: `{"alg":"` and `{"aud":`, as base64url has them. */
const JWT_PARTS = /eyJhbGciO|eyJhdWQiO|eyJzdWIiO/

const somebody = () => `person-${crypto.randomUUID()}@shop.example`
const said = (token: string): unknown[] => JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

describe('a proof is refused', () => {
  const withoutSignature = (jwt: string) => jwt.replace(/[^.]+$/, '')
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

  test.for<[string, () => string]>([
    ['that is not a JWT', () => 'signed in, honestly'],
    ['of two parts', () => proof('demo', ADA).split('.').slice(0, 2).join('.')],
    ['of four parts', () => `${proof('demo', ADA)}.x`],
    ['of empty parts', () => '..'],
    ['that is too long to be one', () => proof('demo', ADA, { claims: { padding: 'x'.repeat(4096) } })],
    ['without a signature', () => withoutSignature(proof('demo', ADA))],
    ['with a signature cut short', () => proof('demo', ADA).slice(0, -4)],
    ['that says alg none', () => withoutSignature(proof('demo', ADA, { header: { alg: 'none' } }))],
    ['that says alg none, and is signed', () => proof('demo', ADA, { header: { alg: 'none' } })],
    ['that says HS256 in small letters', () => proof('demo', ADA, { header: { alg: 'hs256' } })],
    ['with HS512', () => proof('demo', ADA, { header: { alg: 'HS512' }, hash: 'sha512' })],
    [
      'that says RS256, signed with what would be the public key',
      () => proof('demo', ADA, { header: { alg: 'RS256' }, key: Buffer.from(pem) }),
    ],
    ['without an algorithm', () => proof('demo', ADA, { header: { alg: undefined } })],
    ['of another kind', () => proof('demo', ADA, { header: { typ: 'at+jwt' } })],
    ['with something that has to be understood', () => proof('demo', ADA, { header: { crit: ['exp'] } })],
    ['signed with another key', () => proof('demo', ADA, { key: Buffer.alloc(32, 99) })],
    ['signed with another site’s key', () => proof('demo', ADA, { key: Buffer.alloc(32, 13) })],
    ['signed with no key at all', () => proof('demo', ADA, { key: Buffer.alloc(0) })],
    [
      'signed with the key as it is written',
      () => proof('demo', ADA, { key: Buffer.from(IDENTITY_KEY.toString('base64url')) }),
    ],
    [
      'with another’s claims under a genuine signature',
      () => {
        const [head, , signature] = proof('demo', ADA).split('.')
        return [head, proof('demo', 'eve').split('.')[1], signature].join('.')
      },
    ],
    ['for another site', () => proof('acme', ADA)],
    ['for a site whose name begins alike', () => proof('demo-2', ADA)],
    ['for nobody', () => proof('demo', ADA, { claims: { aud: undefined } })],
    ['for other sites', () => proof('demo', ADA, { claims: { aud: ['acme', 'demo2'] } })],
    ['whose time is over', () => proof('demo', ADA, { claims: { exp: seconds(-1) } })],
    ['without an end', () => proof('demo', ADA, { claims: { exp: undefined } })],
    ['with an end that is a text', () => proof('demo', ADA, { claims: { exp: String(seconds(60)) } })],
    ['that is good for two days', () => proof('demo', ADA, { claims: { exp: seconds(2 * 86_400) } })],
    ['with an end in milliseconds', () => proof('demo', ADA, { claims: { exp: Date.now() + 60_000 } })],
    ['that begins later', () => proof('demo', ADA, { claims: { nbf: seconds(120) } })],
    ['with a beginning that is a text', () => proof('demo', ADA, { claims: { nbf: 'now' } })],
    ['that was made in the future', () => proof('demo', ADA, { claims: { iat: seconds(120) } })],
    ['of nobody', () => proof('demo', ADA, { claims: { sub: undefined } })],
    ['of an empty name', () => proof('demo', ' ')],
    ['of a number', () => proof('demo', ADA, { claims: { sub: 7 } })],
    ['of a name that is too long', () => proof('demo', 'x'.repeat(201))],
  ])('%s', async ([, identity]) => {
    // Where it may be left out, too: a bad one is not the same as none.
    for (const on of [required, optional])
      await expectRefused(await openWith({ identity: identity() }, on), 403, 'identity_invalid')
  })

  test('and the log says why, without the proof, the person or the key', () => {
    const log = required.log.join('\n')
    for (const why of [
      'another algorithm',
      'not signed with a key of this site',
      'for another site',
      'expired',
      'more than a day',
      'no sub',
    ])
      expect(log).toContain(why)
    for (const secret of [ADA, IDENTITY_KEY.toString('base64url')]) expect(log).not.toContain(secret)
    expect(log).not.toMatch(JWT_PARTS)
  })
})

describe('a proof is accepted', () => {
  test.for<[string, () => string]>([
    ['for several sites', () => proof('demo', ADA, { claims: { aud: ['acme', 'demo'] } })],
    ['with the older key', () => proof('demo', ADA, { key: OLDER_KEY })],
    ['without typ, iat and nbf', () => proof('demo', ADA, { header: { typ: undefined }, claims: { iat: undefined } })],
    ['from a clock a little ahead', () => proof('demo', ADA, { claims: { iat: seconds(20), nbf: seconds(20) } })],
    ['for a day', () => proof('demo', ADA, { claims: { exp: seconds(86_400) } })],
    ['with a name of 200 characters', () => proof('demo', '名'.repeat(200))],
    ['with claims nobody asked for', () => proof('demo', ADA, { claims: { email: 'ada@shop.example', iss: 'shop' } })],
  ])('%s', async ([, identity]) => {
    expect((await openWith({ identity: identity() })).status).toBe(201)
  })
})

test('one person has one conversation on every device, and another person has another', async () => {
  const [ada, bob] = [somebody(), somebody()]
  const phone = await tokenFor({ identity: proof('demo', ada) })
  await required.ask(phone, 'on the phone')
  const laptop = await tokenFor({ identity: proof('demo', ada, { key: OLDER_KEY }) })
  expect(await questions(laptop)).toEqual(['on the phone'])
  await required.ask(laptop, 'on the laptop')
  expect(await questions(phone)).toEqual(['on the phone', 'on the laptop'])
  expect(await questions(await tokenFor({ identity: proof('demo', bob) }))).toEqual([])
})

test('two devices that start at once share one conversation', async () => {
  const ada = somebody()
  const tokens = await Promise.all(Array.from({ length: 6 }, () => tokenFor({ identity: proof('demo', ada) })))
  expect(new Set(tokens.map((token) => said(token)[2])).size).toBe(1)
})

// That a token is refused after its end: test/api/owner/authorisation.test.ts.
test('a token is valid as long as its proof, and identifies the person only as a digest', async () => {
  const ada = somebody()
  const exp = seconds(600)
  const response = await openWith({ identity: proof('demo', ada, { claims: { exp } }) })
  const opened = await response.json()
  const token = String(field(opened, 'token'))
  expect(Date.parse(String(field(opened, 'expiresAt')))).toBe(exp * 1000)
  expect(readToken(token).expiresAt).toBe(exp * 1000)
  expect(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).not.toContain(ada)
})

test('a new conversation starts on request; from then on every device uses it', async () => {
  const ada = somebody()
  const first = await tokenFor({ identity: proof('demo', ada) })
  await required.ask(first, 'old')
  const second = await tokenFor({ identity: proof('demo', ada), fresh: true })
  expect(await questions(second)).toEqual([])
  await required.ask(second, 'new')
  expect(await questions(await tokenFor({ identity: proof('demo', ada) }))).toEqual(['new'])
})

test('forget me erases all of a person’s conversations and ends every token to them; then a new one begins', async () => {
  const ada = somebody()
  const old = await tokenFor({ identity: proof('demo', ada) })
  await required.ask(old, 'old')
  const here = await tokenFor({ identity: proof('demo', ada), fresh: true })
  const there = await tokenFor({ identity: proof('demo', ada) })
  await required.ask(here, 'new')

  expect((await required.call('/v1/session', { method: 'DELETE', token: here })).status).toBe(204)
  for (const token of [old, here, there])
    await expectRefused(await required.call('/v1/session', { token }), 401, 'session_forgotten')
  const after = await tokenFor({ identity: proof('demo', ada) })
  expect(await questions(after)).toEqual([])
  await required.ask(after, 'afterwards')
  expect(await questions(after)).toEqual(['afterwards'])
})

test('a conversation that the owner deletes is gone for the visitor too', LONG_TEST, async () => {
  const ada = somebody()
  const token = await tokenFor({ identity: proof('demo', ada) })
  await required.ask(token, 'remove me')
  const session = String(said(token)[2])
  await expect
    .poll(
      async () =>
        (
          await required.call(`/v1/owner/sites/demo/transcripts/${session}`, {
            method: 'DELETE',
            headers: { authorization: `Bearer ${OWNER_KEY}` },
          })
        ).status,
      { timeout: 60_000, interval: 500 },
    )
    .toBe(204)
  expect(await questions(await tokenFor({ identity: proof('demo', ada) }))).toEqual([])
})

describe('without a proof', () => {
  test('nobody gets in if it is required', async () => {
    for (const body of [{}, { identity: '' }, { identity: null }, { fresh: true }])
      await expectRefused(await openWith(body), 403, 'identity_required')
    await expectRefused(await openWith({ identity: 7 }), 400, 'invalid_body')
  })

  test('a session without proof, where proof is optional, is not merged with a person’s', async () => {
    const ada = somebody()
    const nobody = await tokenFor({}, optional)
    await optional.ask(nobody, 'before signing in')
    const person = await tokenFor({ identity: proof('demo', ada) }, optional)
    expect(await questions(person, optional)).toEqual([])
    await optional.ask(person, 'signed in')
    expect(await questions(nobody, optional)).toEqual(['before signing in'])
    expect(await questions(await tokenFor({}, optional), optional)).toEqual([])
  })

  test('a token from before the owner required proof is refused', async () => {
    // The two Workers sign with the same key, and each has a site of this name.
    const nobody = await tokenFor({}, optional)
    for (const [method, path] of [
      ['GET', '/v1/session'],
      ['POST', '/v1/turns'],
    ] as const)
      await expectRefused(
        await required.call(path, {
          method,
          token: nobody,
          ...(method === 'POST' && { body: { id: crypto.randomUUID(), text: 'x' } }),
        }),
        401,
        'token_invalid',
      )
  })

  someDays('with a proof, nothing changes if the site does not ask for it', async () => {
    const off = await runWorker(bindings())
    try {
      const [one, other] = [
        await tokenFor({ identity: proof('demo', ADA) }, off),
        await tokenFor({ identity: 'no JWT' }, off),
      ]
      expect(said(one)).toHaveLength(6)
      expect(said(one)[2]).not.toBe(said(other)[2])
    } finally {
      await off.stop()
    }
  })
})

someDays.for<[string, string]>([
  ['none', ''],
  ['another site’s', `acme:${IDENTITY_KEY.toString('base64url')}`],
  ['one of 31 bytes', `demo:${Buffer.alloc(31, 1).toString('base64url')}`],
  ['one that is not base64url', 'demo:not a key, but a sentence'],
  ['a good one and a bad one', `demo:${IDENTITY_KEY.toString('base64url')} demo:short`],
])('invalid keys let nobody in: %s', async ([, IDENTITY_KEYS]) => {
  const other = await runWorker(bindings({ IDENTITY_KEYS }), { sites: { demo: { identity: 'required' } } })
  try {
    await expectRefused(await openWith({ identity: proof('demo', ADA) }, other), 503, 'site_misconfigured')
    await expectRefused(await openWith({}, other), 503, 'site_misconfigured')
    expect(other.log.join('\n')).toContain('IDENTITY_KEYS')
  } finally {
    await other.stop()
  }
})
