/** A preview through the Worker itself: what is said there is counted nowhere, and what is said on its site is. */
import { env } from 'cloudflare:test'
import { exports } from 'cloudflare:workers'
import { expect, test, vi } from 'vitest'
import type { DaySum } from '../../../worker/limits/ledger.ts'
import { ring } from '../support/ring.ts'

const WORKER = 'https://chat.example'
/** After which a session has told its ledger everything. */
const A_WHILE = 20_000

async function ask(path: string, origin: string, body: object, token = ''): Promise<Response> {
  return exports.default.fetch(WORKER + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, origin },
    body: JSON.stringify(body),
  })
}

async function days(site: string): Promise<DaySum[]> {
  const order = { do: 'days', from: '0000-01-01', to: '9999-12-31' }
  const response = await env.LEDGERS.getByName(site).fetch('https://ledger/', {
    method: 'POST',
    body: JSON.stringify(order),
  })
  return response.json()
}

/** Asks once, and lets the session do what it does afterwards. */
async function chat(site: string, origin: string): Promise<void> {
  const { token } = await (await ask(`/v1/sites/${site}/sessions`, origin, {})).json<{ token: string }>()
  const answer = await ask('/v1/turns', origin, { id: crypto.randomUUID(), text: 'where?' }, token)
  expect(await answer.text()).toContain('"state":"complete"')
  const [, , session] = JSON.parse(atob(token.split('.')[0]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''))
  vi.useFakeTimers({ now: Date.now() + A_WHILE, toFake: ['Date'] })
  try {
    await ring(env.SESSIONS.getByName(`${site}:${session}`))
  } finally {
    vi.useRealTimers()
  }
}

test('an answer in a preview is in no ledger', async () => {
  const owner = { 'content-type': 'application/json', authorization: `Bearer ${env.OWNER_KEY}` }
  const created = await exports.default.fetch(`${WORKER}/v1/owner/sites`, {
    method: 'POST',
    headers: owner,
    body: JSON.stringify({ site: 'counted', settings: { allowedOrigins: ['https://shop.example'] } }),
  })
  expect(created.status).toBe(201)
  const response = await exports.default.fetch(`${WORKER}/v1/owner/sites/counted/previews`, {
    method: 'POST',
    headers: owner,
    body: JSON.stringify({ settings: {} }),
  })
  const preview = await response.json<{ site: string }>()
  await chat(preview.site, WORKER)
  expect(await days(preview.site)).toEqual([])
  expect(await days('counted')).toEqual([])
  await chat('counted', 'https://shop.example')
  expect(await days('counted')).toMatchObject([{ turns: 1, personaVersion: 1 }])
})
