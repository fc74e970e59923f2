/**
 * What a page can have a browser send anywhere without asking first (Fetch: “CORS-safelisted”): forms, images, links and
 * simple fetches, cookies with them. At no route there is does one change anything, or can its page read the answer.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signedIn, type SignedIn } from '../../support/browser/owner-console.ts'
import { OWNER_KEY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'
import { ROUTES } from '../../support/api/routes.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const TURN = '6c1b4a52-5f0c-4a0e-9a53-0d6f1c3b7a11'

let upstream: TellingUpstream
let worker: Running
let token: string
let owner: SignedIn
let before: unknown

beforeAll(async () => {
  upstream = await startTellingUpstream(() => ({ text: 'An answer.' }))
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url })
  token = await worker.open()
  await worker.ask(token, 'where?', TURN)
  owner = await signedIn(worker)
  before = await state()
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

/** Everything that a request could have changed. */
async function state(): Promise<unknown> {
  const asOwner = { authorization: `Bearer ${OWNER_KEY}`, origin: worker.url }
  const read = async (path: string, headers: Record<string, string>) => (await worker.call(path, { headers })).json()
  return {
    sites: await read('/v1/owner/sites', asOwner),
    demo: await read('/v1/owner/sites/demo', asOwner),
    signedIn: await read('/v1/owner/session', { cookie: owner.cookie, origin: worker.url }),
    history: await read('/v1/session', { authorization: `Bearer ${token}` }),
    asked: upstream.asked.length,
  }
}

/** All that a request without a preflight may say of its body, and some that try to say more. */
const TYPES = [
  'text/plain',
  'text/plain;charset=UTF-8',
  'text/plain; x=application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data; boundary=application/json',
]

const FROM = [
  // The site’s own page, which may do more, but not so; somebody else’s; a sandboxed one; a neighbour of the Worker’s.
  { origin: PAGE, 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://neighbour.worker.example', 'sec-fetch-site': 'same-site' },
]

/** What each route would act on, if it looked. */
const BODY = JSON.stringify({
  id: TURN,
  text: 'changed',
  attempt: 2,
  rating: 'down',
  key: OWNER_KEY,
  site: 'changed',
  settings: { name: 'changed' },
  revision: 0,
  live: 0,
  note: '',
  version: 1,
  paused: true,
  sessions: [],
  page: 'https://page.example/',
  model: 'm',
  messages: [{ role: 'user', content: 'x' }],
})

describe.for(FROM)('from $origin', (from) => {
  test.for(TYPES)('a form or a fetch with %s is refused at every route that accepts POST', async (type) => {
    for (const { path, pattern, method } of ROUTES.filter(({ method }) => method === 'POST')) {
      const headers = { ...from, cookie: owner.cookie, 'content-type': type }
      const response = await worker.call(path, { method, body: BODY, headers })
      expect([pattern, response.status]).toEqual([pattern, expect.toSatisfy((status: number) => status >= 400)])
      expect(response.headers.getSetCookie()).toEqual([])
      await response.text()
    }
    expect(await state()).toEqual(before)
  })

  test('an image, a link or a fetch gets nothing from a session or from the owner’s API', async () => {
    for (const { path, pattern, house } of ROUTES.filter(({ method }) => method === 'GET')) {
      for (const method of ['GET', 'HEAD']) {
        const response = await worker.call(path, { method, headers: { ...from, cookie: owner.cookie } })
        const isReadable = response.headers.get('access-control-allow-origin')
        if (house !== 'public') expect([pattern, response.ok]).toEqual([pattern, false])
        if (house === 'owner' || house === 'program') expect(isReadable).toBeNull()
        await response.text()
      }
    }
    expect(await state()).toEqual(before)
  })
})

test('an image and a link, which send no origin, get nothing either', async () => {
  for (const mode of ['no-cors', 'navigate'])
    for (const { path, pattern } of ROUTES.filter(({ method, house }) => method === 'GET' && house !== 'public')) {
      const fromElsewhere = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': mode, cookie: owner.cookie }
      const response = await fetch(worker.url + path, { headers: fromElsewhere, redirect: 'manual' })
      expect([pattern, response.ok]).toEqual([pattern, false])
      await response.text()
    }
  expect(await state()).toEqual(before)
})

test('all these requests would be allowed from a page of the Worker’s own', async () => {
  const response = await worker.call('/v1/owner/session', { headers: { cookie: owner.cookie, origin: worker.url } })
  expect(response.status).toBe(200)
})
