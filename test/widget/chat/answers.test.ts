/** How answers come in: resuming, retrying, editing, stopping, and what the page is told. */
import { expect, test } from 'vitest'
import { Refusal } from '../../../widget/api/refusal.ts'
import { answerAgain, edit, retry } from '../../../widget/chat/turn-actions.ts'
import { giveFeedback } from '../../../widget/chat/feedback.ts'
import { openPage, settled, type OpenPage } from '../../support/chat-state/open-page.ts'
import { Profile } from '../../support/chat-state/profile.ts'
import { ScriptedWorker } from '../../support/chat-state/scripted-worker.ts'

const start = (profile = new Profile()) => {
  const worker = new ScriptedWorker()
  return { worker, profile, page: openPage(worker, profile) }
}

/** A page with one question that has been answered. */
async function answered(text = 'Two.') {
  const started = start()
  await started.page.store.resume()
  const turn = await started.page.ask('How many?')
  started.worker.answer(turn.id, text)
  await settled()
  return { ...started, turn }
}
const names = (page: OpenPage) => page.events.map(({ name }) => name).filter((name) => name !== 'session')

test('the page hears of a question, its answer’s beginning and its end, once each', async () => {
  const { page, turn } = await answered()
  expect(names(page)).toEqual(['message:sent', 'message:start', 'message:complete', 'unread'])
  expect(page.events).toContainEqual({ name: 'message:complete', detail: { id: turn.id, text: 'Two.' } })
})

test('an answer is announced when it is complete, and taken back by a new conversation', async () => {
  const { page } = await answered()
  expect(page.store.announcement.value.text).toBe('Two.')
  page.store.reset()
  expect(page.store.announcement.value.text).toBe('')
})

test('the same answer twice is announced twice', async () => {
  const { worker, page } = await answered()
  const before = page.store.announcement.value
  const turn = await page.ask('And now?')
  worker.answer(turn.id, 'Two.')
  await settled()
  expect(page.store.announcement.value).not.toBe(before)
})

test('the next page goes on in the middle of a word', async () => {
  const { worker, profile, page } = start()
  const turn = await page.ask('How many?')
  worker.goOn(turn.id, 'Twen')
  await settled()
  page.store.destroy()
  const next = openPage(worker, profile)
  await next.store.resume()
  expect(next.shown()).toEqual(['How many? → Twen (streaming)'])
  worker.answer(turn.id, 'ty.')
  await settled()
  expect(next.shown()).toEqual(['How many? → Twenty. (complete)'])
  expect(worker.arrived).toHaveLength(1)
})

test('what was under way is resumed once, however often the page asks', async () => {
  const { worker, profile, page } = start()
  await page.ask('How many?')
  page.store.destroy()
  const next = openPage(worker, profile)
  await Promise.all([next.store.resume(), next.store.resume(), next.store.resume()])
  expect(next.shown()).toHaveLength(1)
  expect(worker.arrived).toHaveLength(1)
})

test('a history that cannot be had is trouble, which the next try ends', async () => {
  const { worker, page } = start()
  worker.refusal = new Refusal('offline')
  page.store.open()
  await settled()
  expect([page.store.isReady.value, page.store.trouble.value]).toEqual([false, 'offline'])
  worker.refusal = undefined
  await page.store.resume()
  expect([page.store.isReady.value, page.store.trouble.value]).toEqual([true, undefined])
})

test('an open panel in trouble tries again when the network comes back', async () => {
  const { worker, profile, page } = start()
  worker.refusal = new Refusal('offline')
  page.store.open()
  await settled()
  worker.refusal = undefined
  // The browser had not noticed that it was offline.
  profile.tellNetwork(true)
  await settled()
  expect([page.store.isReady.value, page.store.trouble.value]).toEqual([true, undefined])
})

test('a failed turn is tried again as its next attempt', async () => {
  const { worker, page } = start()
  const turn = await page.ask('How many?')
  worker.answer(turn.id, 'Tw', 'failed')
  await settled()
  expect(turn.now).toMatchObject({ state: 'failed', failure: 'upstream_timeout' })
  retry(page.store, turn)
  await settled()
  worker.answer(turn.id, 'Two.')
  await settled()
  expect(page.shown()).toEqual(['How many? → Two. (complete)'])
  expect(worker.arrived.map(({ attempt }) => attempt)).toEqual([1, 2])
})

test('an accepted turn that was lost on the way is read on, not asked again', async () => {
  const { worker, page } = start()
  const turn = await page.ask('How many?')
  worker.goOn(turn.id, 'Tw')
  await settled()
  page.store.conversation.leave()
  turn.change({ state: 'lost', failure: 'offline' })
  retry(page.store, turn)
  worker.answer(turn.id, 'o.')
  await settled()
  expect(page.shown()).toEqual(['How many? → Two. (complete)'])
  expect(worker.arrived).toHaveLength(1)
})

test('another answer keeps the first to go back to', async () => {
  const { worker, page, turn } = await answered()
  answerAgain(page.store, turn)
  await settled()
  worker.answer(turn.id, 'Three.')
  await settled()
  expect(turn.answer.value).toBe('Three.')
  expect(turn.now.earlier).toMatchObject([{ attempt: 1, answer: 'Two.' }])
})

test('an edited question is sent as another attempt, and waits in the outbox like any other', async () => {
  const { worker, page, turn } = await answered()
  worker.refusal = new Refusal('offline')
  edit(page.store, turn, 'How many are left?')
  expect(page.memory.outbox()).toEqual([{ id: turn.id, text: 'How many are left?', attempt: 2 }])
  await settled()
  worker.refusal = undefined
  retry(page.store, turn)
  await settled()
  worker.answer(turn.id, 'One.')
  await settled()
  expect(page.shown()).toEqual(['How many are left? → One. (complete)'])
  expect(page.memory.outbox()).toEqual([])
})

test('the next page sends an edited question as the attempt that it was', async () => {
  const { worker, profile, page, turn } = await answered()
  worker.refusal = new Refusal('offline')
  edit(page.store, turn, 'How many are left?')
  await settled()
  page.store.destroy()
  worker.refusal = undefined
  const next = openPage(worker, profile)
  await next.store.resume()
  await settled()
  expect(worker.arrived.at(-1)).toMatchObject({ id: turn.id, text: 'How many are left?', attempt: 2 })
})

test.each(['How many?', '  How many? ', '', '  '])(
  'a question that was edited to “%s” is not sent again',
  async (text) => {
    const { worker, page, turn } = await answered()
    edit(page.store, turn, text)
    await settled()
    expect(worker.arrived).toHaveLength(1)
  },
)

test('where another tab has edited the question meanwhile, what the Worker has is shown', async () => {
  const { worker, profile, page, turn } = await answered()
  // This page hears nothing of the other one.
  profile.hasOrigin = false
  const other = openPage(worker, profile)
  await other.store.resume()
  const there = other.store.conversation.find(turn.id)
  if (!there) throw new Error('the other tab does not show the turn')
  edit(other.store, there, 'How many are left?')
  await settled()
  edit(page.store, turn, 'How many were there?')
  await settled()
  worker.answer(turn.id, 'One.')
  await settled()
  expect(page.shown()).toEqual(['How many are left? → One. (complete)'])
  expect(page.memory.outbox()).toEqual([])
})

test('a Worker that reports a conflict each time is asked twice, and the turn counts as lost', async () => {
  const { worker, page, turn } = await answered()
  worker.refusal = new Refusal('turn_conflict', 409)
  edit(page.store, turn, 'How many are left?')
  await settled()
  expect(turn.now).toMatchObject({ state: 'lost', failure: 'turn_conflict' })
})

test('Stop ends an answer at the Worker, and keeps what there is of it', async () => {
  const { worker, page } = start()
  const turn = await page.ask('How many?')
  worker.goOn(turn.id, 'Tw')
  await settled()
  page.store.conversation.stop()
  await settled()
  expect(page.shown()).toEqual(['How many? → Tw (stopped)'])
  expect(page.store.conversation.isAnswering.value).toBe(false)
})

test('answers that come to a closed panel are counted, until it is opened', async () => {
  const { page } = await answered()
  expect(page.store.unread.value).toBe(1)
  page.store.open()
  expect(page.store.unread.value).toBe(0)
})

test('an answer that came between two pages is counted on the second', async () => {
  const { worker, profile, page } = start()
  const turn = await page.ask('How many?')
  page.store.destroy()
  worker.answer(turn.id, 'Two.')
  const next = openPage(worker, profile)
  next.store.restore({ isOpen: false, draft: 'And', unread: 1, waiting: turn.id })
  await settled()
  expect([next.store.unread.value, next.store.draft.value]).toEqual([2, 'And'])
})

test('what arrives for a conversation that was left is not shown in the next one', async () => {
  const { worker, page } = start()
  await page.store.resume()
  const turn = await page.ask('How many?')
  page.store.reset()
  worker.goOn(turn.id, 'Two')
  await settled()
  expect(page.shown()).toEqual([])
})

test('a session that is over takes the answered turns with it, and not the question that waits', async () => {
  const { worker, page } = await answered()
  worker.sessions.clear()
  await page.ask('And now?')
  await settled()
  expect(page.shown()).toEqual(['And now? →  (queued)'])
})

test('feedback is shown at once, and sent in its order', async () => {
  const { worker, page, turn } = await answered()
  const first = giveFeedback(page.store, turn, { rating: 'up', comment: '' })
  const second = giveFeedback(page.store, turn, { rating: null, comment: '' })
  expect(turn.now.feedback).toEqual({ rating: null, comment: '' })
  await Promise.all([first, second])
  expect(worker.feedback).toMatchObject([{ rating: 'up' }, { rating: null }])
})

test('feedback that was refused is taken back', async () => {
  const { worker, page, turn } = await answered()
  await giveFeedback(page.store, turn, { rating: 'up', comment: '' })
  worker.refusal = new Refusal('too_many_requests', 429)
  await expect(giveFeedback(page.store, turn, { rating: 'down', comment: '' })).rejects.toBe(worker.refusal)
  expect(turn.now.feedback).toEqual({ rating: 'up', comment: '' })
})
