/** Which token a page uses, and when it asks for a new one. */
import { expect, test } from 'vitest'
import { Refusal } from '../../../widget/api/refusal.ts'
import { openPage, settled } from '../../support/chat-state/open-page.ts'
import { Profile } from '../../support/chat-state/profile.ts'
import { ScriptedWorker } from '../../support/chat-state/scripted-worker.ts'

const start = (profile = new Profile()) => {
  const worker = new ScriptedWorker()
  return { worker, profile, page: openPage(worker, profile) }
}

test('requests that are made at once get one session', async () => {
  const { worker, page } = start()
  const tokens = await Promise.all([page.session.token(), page.session.token(), page.session.token()])
  expect(new Set(tokens).size).toBe(1)
  expect(worker.sessions.size).toBe(1)
})

test('a token that is remembered is used, whatever the visitor’s clock says', async () => {
  const { worker, page, profile } = start()
  const token = await page.session.token()
  profile.time += 60 * 24 * 3600 * 1000
  expect(await page.session.token()).toBe(token)
  expect(worker.sessions.size).toBe(1)
})

test('a refused token is replaced, and the page is told of the new session', async () => {
  const { page } = start()
  const token = await page.session.token()
  const renewed = await page.session.token(token)
  expect(renewed).not.toBe(token)
  expect(page.memory.token()).toBe(renewed)
  expect(page.session.opened.value?.isRenewed).toBe(true)
  expect(page.events.filter(({ name }) => name === 'session')).toHaveLength(2)
})

test('where another tab was faster, its session is used', async () => {
  const { worker, profile, page } = start()
  const first = await page.ask('Hello?')
  worker.answer(first.id, 'Hi.')
  await settled()
  const refused = page.memory.token()
  const other = openPage(worker, profile)
  const [one, two] = await Promise.all([page.session.token(refused), other.session.token(refused)])
  expect(one).toBe(two)
})

test('a session that could not be opened is asked for again the next time', async () => {
  const { worker, page } = start()
  worker.refusal = new Refusal('site_paused', 403)
  await expect(page.session.token()).rejects.toMatchObject({ code: 'site_paused' })
  worker.refusal = undefined
  await expect(page.session.token()).resolves.toMatch(/^token-/)
})

test('a session that was opened for one visitor is not given to the next', async () => {
  const { worker, page } = start()
  const opening = page.session.token()
  page.store.identify('ada')
  const token = await opening
  expect(worker.sessions.size).toBe(2)
  expect([...worker.sessions.keys()].at(-1)).toBe(token)
  expect(page.memory.token()).toBe(token)
})

test('only a new conversation that was asked for is fresh, until it has begun', async () => {
  const { page } = start()
  await page.session.token()
  page.store.reset()
  await page.session.token()
  await page.session.token(page.memory.token())
  expect(page.fresh).toEqual([false, true, false])
})
