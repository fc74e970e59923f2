/** Several conversations, several tabs, several people, and forgetting all of it. */
import { expect, test } from 'vitest'
import { Refusal } from '../../../widget/api/refusal.ts'
import { forgetMe } from '../../../widget/chat/forget-me.ts'
import { openPage, settled, type OpenPage } from '../../support/chat-state/open-page.ts'
import { Profile } from '../../support/chat-state/profile.ts'
import { ScriptedWorker } from '../../support/chat-state/scripted-worker.ts'
import { listConversations, tokensIn } from '../../../widget/chat/conversation-list.ts'

const start = (profile = new Profile()) => {
  const worker = new ScriptedWorker()
  return { worker, profile, page: openPage(worker, profile) }
}

async function talk(worker: ScriptedWorker, page: OpenPage, ...questions: string[]): Promise<void> {
  await page.store.resume()
  for (const question of questions) {
    const turn = await page.ask(question)
    worker.answer(turn.id, `About ${question}.`)
    await settled()
  }
}
const titles = (page: OpenPage) => listConversations(page.memory).map(({ title }) => title)

test('a new conversation begins empty, in another session, and the old one can be gone back to', async () => {
  const { worker, page } = start()
  await talk(worker, page, 'apples')
  page.store.reset()
  expect(page.shown()).toEqual([])
  await talk(worker, page, 'oceans')
  expect(worker.sessions.size).toBe(2)
  expect(titles(page)).toEqual(['oceans', 'apples'])
  page.store.takeUp(listConversations(page.memory)[1]?.id)
  await settled()
  expect(page.shown()).toEqual(['apples → About apples. (complete)'])
})

test('a new conversation stops the answer of the old one', async () => {
  const { worker, page } = start()
  await page.store.resume()
  const turn = await page.ask('apples')
  page.store.reset()
  await settled()
  expect(worker.turn(turn.id).log.at(-1)?.event).toBe('done')
})

test('another tab shows a question that was asked here, and its answer as it grows', async () => {
  const { worker, profile, page } = start()
  await talk(worker, page, 'apples')
  const other = openPage(worker, profile)
  await other.store.resume()
  const turn = await page.ask('pears')
  worker.goOn(turn.id, 'About')
  await settled()
  expect(other.shown().at(-1)).toBe('pears → About (streaming)')
  worker.answer(turn.id, ' pears.')
  await settled()
  expect(other.shown()).toEqual(page.shown())
  expect(worker.arrived).toHaveLength(2)
})

test('another tab does not tell its page of an answer that it only watches', async () => {
  const { worker, profile, page } = start()
  await talk(worker, page, 'apples')
  const other = openPage(worker, profile)
  await other.store.resume()
  await talk(worker, page, 'pears')
  expect(other.events.map(({ name }) => name)).toEqual([])
})

test('another tab follows to the conversation that is taken up', async () => {
  const { worker, profile, page } = start()
  await talk(worker, page, 'apples')
  const other = openPage(worker, profile)
  await other.store.resume()
  page.store.reset()
  await talk(worker, page, 'oceans')
  expect(other.shown()).toEqual(['oceans → About oceans. (complete)'])
})

test('where storage refuses, another tab drops a turn that it cannot read', async () => {
  const profile = new Profile()
  profile.refusesStorage = true
  const { worker, page } = start(profile)
  const other = openPage(worker, profile)
  await other.store.resume()
  await talk(worker, page, 'apples')
  expect(other.shown()).toEqual([])
})

test('on a page without an origin there are no other tabs, and the chat works', async () => {
  const profile = new Profile()
  profile.hasOrigin = false
  const { worker, page } = start(profile)
  await talk(worker, page, 'apples')
  expect(page.shown()).toEqual(['apples → About apples. (complete)'])
})

test('a session that is renewed here is the one of the other tab', async () => {
  const { worker, profile, page } = start()
  await talk(worker, page, 'apples')
  const other = openPage(worker, profile)
  await other.store.resume()
  worker.sessions.clear()
  await talk(worker, page, 'pears')
  await settled()
  await talk(worker, other, 'plums')
  expect(page.shown()).toEqual(other.shown())
  expect(worker.sessions.size).toBe(1)
})

test('a token for another month is saved, and the conversation stays the same', async () => {
  const { worker, profile, page } = start()
  await talk(worker, page, 'apples')
  const [before] = listConversations(page.memory)
  const turns = worker.sessions.get(page.memory.token()) ?? []
  worker.renewedToken = 'another-month'
  worker.sessions.set('another-month', turns)
  const next = openPage(worker, profile)
  await next.store.resume()
  expect(next.memory.token()).toBe('another-month')
  expect(listConversations(next.memory)).toEqual([before])
})

test('of two people at one browser, neither sees or hears of the other', async () => {
  const { worker, profile, page: ada } = start()
  ada.store.identify('ada')
  await talk(worker, ada, 'apples')
  const bob = openPage(worker, profile, 'bob')
  await bob.store.resume()
  await talk(worker, ada, 'pears')
  expect([bob.shown(), titles(bob)]).toEqual([[], []])
  bob.store.draft.value = 'half a thought'
  bob.store.identify('ada')
  await settled()
  expect(bob.shown()).toEqual(ada.shown())
  expect([bob.store.draft.value, bob.store.unread.value]).toEqual(['', 0])
})

test('where the page proves who is there, a new token does not empty the conversation', async () => {
  const { worker, page } = start()
  page.proof.value = 'header.eyJzdWIiOiJhZGEifQ.signature'
  await talk(worker, page, 'apples')
  const turns = worker.sessions.get(page.memory.token()) ?? []
  worker.sessions.clear()
  const opening = page.session.token(page.memory.token())
  worker.sessions.set(await opening, turns)
  await settled()
  expect(page.shown()).toEqual(['apples → About apples. (complete)'])
})

test('forget me erases every conversation, here and at the Worker', async () => {
  const { worker, profile, page } = start()
  await talk(worker, page, 'apples')
  page.store.reset()
  await talk(worker, page, 'oceans')
  const tokens = tokensIn(page.memory)
  await forgetMe(page.store)
  expect(worker.forgotten.toSorted()).toEqual(tokens.toSorted())
  expect(profile.items.size).toBe(0)
  expect([page.shown(), titles(page)]).toEqual([[], []])
})

test('forget me says when something could not be erased, and can be tried again', async () => {
  const { worker, page } = start()
  await talk(worker, page, 'apples')
  worker.refusal = new Refusal('offline')
  await expect(forgetMe(page.store)).rejects.toBe(worker.refusal)
  expect(titles(page)).toEqual(['apples'])
  worker.refusal = undefined
  await forgetMe(page.store)
  expect(worker.forgotten).toHaveLength(1)
})

test('forget me erases a question that was never sent', async () => {
  const { worker, profile, page } = start()
  worker.refusal = new Refusal('offline')
  await page.ask('secret')
  expect([...profile.items.values()].join()).toContain('secret')
  worker.refusal = undefined
  await forgetMe(page.store)
  expect(profile.items.size).toBe(0)
  await settled()
  expect(worker.arrived).toEqual([])
})

test('forget me empties the other tabs', async () => {
  const { worker, profile, page } = start()
  await talk(worker, page, 'apples')
  const other = openPage(worker, profile)
  await other.store.resume()
  await forgetMe(page.store)
  await settled()
  expect([other.shown(), titles(other)]).toEqual([[], []])
})

test('a page that is over does nothing more', async () => {
  const { worker, profile, page } = start()
  await page.ask('apples')
  page.store.destroy()
  const other = openPage(worker, profile)
  await other.store.resume()
  await talk(worker, other, 'pears')
  profile.tellNetwork(false)
  expect(page.shown()).toHaveLength(1)
})
