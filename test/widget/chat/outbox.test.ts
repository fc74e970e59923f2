/** No question is lost, and none is asked twice. */
import { expect, test } from 'vitest'
import { Refusal } from '../../../widget/api/refusal.ts'
import { retry } from '../../../widget/chat/turn-actions.ts'
import { openPage, settled } from '../../support/chat-state/open-page.ts'
import { Profile } from '../../support/chat-state/profile.ts'
import { ScriptedWorker } from '../../support/chat-state/scripted-worker.ts'

const start = (profile = new Profile()) => {
  const worker = new ScriptedWorker()
  return { worker, profile, page: openPage(worker, profile) }
}
const offline = () => new Refusal('offline')

test('a question waits in the outbox until the Worker has accepted it', async () => {
  const { worker, page } = start()
  worker.hold()
  await page.ask('Hello?')
  expect(page.memory.outbox()).toMatchObject([{ text: 'Hello?' }])
  worker.accept()
  await settled()
  expect(page.memory.outbox()).toEqual([])
})

test('spaces around a question are not sent, and a question of spaces is not asked', async () => {
  const { worker, page } = start()
  await page.ask('  Hello?\n')
  page.store.conversation.send(' \n ')
  await settled()
  expect(worker.arrived.map(({ text }) => text)).toEqual(['Hello?'])
})

test('questions that are sent at once arrive in their order, one after the other', async () => {
  const { worker, page } = start()
  for (const text of ['One', 'Two', 'Three']) page.store.conversation.send(text)
  await settled()
  await settled()
  expect(worker.arrived.map(({ text }) => text)).toEqual(['One', 'Two', 'Three'])
  expect(page.shown().map((line) => line.split(' ')[0])).toEqual(['One', 'Two', 'Three'])
})

test('a question that could not be sent is shown as lost, stays in the outbox, and is sent by the next page', async () => {
  const { worker, profile, page } = start()
  worker.refusal = offline()
  await page.ask('Hello?')
  expect(page.shown()).toEqual(['Hello? →  (lost)'])
  page.store.destroy()

  worker.refusal = undefined
  const next = openPage(worker, profile)
  await next.store.resume()
  await settled()
  expect(worker.arrived.map(({ text }) => text)).toEqual(['Hello?'])
  expect(next.memory.outbox()).toEqual([])
})

test('a page that left before it knew that its question was accepted does not ask it again', async () => {
  const { worker, profile, page } = start()
  await page.session.token()
  worker.hold()
  const turn = await page.ask('Hello?')
  page.store.conversation.leave()
  // The request had arrived all the same.
  worker.accept()
  const token = page.memory.token()
  const { transport } = openPage(worker, profile).store
  const stream = transport.ask({ id: turn.id, text: 'Hello?' }, new AbortController().signal)
  await stream.next()
  expect(page.memory.outbox()).toHaveLength(1)

  const next = openPage(worker, profile)
  await next.store.resume()
  worker.answer(turn.id, 'Hi.')
  await settled()
  expect(worker.arrived).toEqual([{ token, id: turn.id, text: 'Hello?', attempt: 1 }])
  expect(next.shown()).toEqual(['Hello? → Hi. (complete)'])
  expect(next.memory.outbox()).toEqual([])
})

test.each([400, 403, 404, 413, 415])(
  'what the Worker will never accept (%i) is not sent by the next page',
  async (status) => {
    const { worker, page } = start()
    await page.session.token()
    worker.refusal = new Refusal('question_too_long', status)
    await page.ask('Hello?')
    expect(page.shown()).toEqual(['Hello? →  (lost)'])
    expect(page.memory.outbox()).toEqual([])
  },
)

test.each([0, 401, 408, 429, 500, 503])('what may be accepted later (%i) stays in the outbox', async (status) => {
  const { worker, page } = start()
  await page.session.token()
  worker.refusal = new Refusal('unavailable', status)
  await page.ask('Hello?')
  expect(page.memory.outbox()).toHaveLength(1)
})

test('a lost question that is tried again has the same id', async () => {
  const { worker, page } = start()
  worker.refusal = offline()
  const turn = await page.ask('Hello?')
  worker.refusal = undefined
  retry(page.store, turn)
  await settled()
  expect(worker.arrived).toMatchObject([{ id: turn.id, text: 'Hello?' }])
  expect(turn.isAccepted).toBe(true)
})

test('a question that was stopped before it was sent is not sent by the next page', async () => {
  const { worker, page } = start()
  worker.hold()
  const turn = await page.ask('Hello?')
  page.store.conversation.stop()
  expect(page.memory.outbox()).toEqual([])
  expect(turn.now.state).toBe('stopped')
  // If it arrives all the same, it is stopped there too.
  worker.accept()
  await settled()
  await settled()
  expect(worker.turn(turn.id).log.map(({ event }) => event)).toEqual(['accepted', 'done'])
})

test('what a page is about goes with a question, and is not remembered', async () => {
  const { worker, page } = start()
  await page.store.resume()
  page.store.parts.value = { page: { title: 'Boots', url: 'https://shop.example/boots', selection: '' } }
  worker.refusal = offline()
  await page.ask('Hello?')
  expect(page.memory.outbox()).toEqual([{ id: expect.any(String), text: 'Hello?' }])
})

test('a question that was lost is sent again with what went with it, as long as its page is open', async () => {
  const { worker, page } = start()
  await page.store.resume()
  const boots = { title: 'Boots', url: 'https://shop.example/boots', selection: '' }
  page.store.parts.value = { page: boots }
  worker.refusal = offline()
  const turn = await page.ask('Hello?')
  page.store.parts.value = {}
  worker.refusal = undefined
  retry(page.store, turn)
  await settled()
  expect(worker.arrived).toMatchObject([{ text: 'Hello?', page: boots }])
})
