/** What a browser remembers of a visitor's conversations, and which API is told which token. */
import { expect, test } from 'vitest'
import { Memory } from '../../../widget/chat/memory.ts'
import { Profile } from '../../support/chat-state/profile.ts'
import { listConversations, tokensIn } from '../../../widget/chat/conversation-list.ts'

const HOME = 'https://chat.example'
const OTHER = 'https://evil.example'

/** A visitor's localStorage; it outlives the pages that open it. */
function browser(before: Readonly<Record<string, string>> = {}) {
  const profile = new Profile(before)
  const at = (api: string, home = HOME): Memory =>
    new Memory({ site: 'shop', api, home, browser: profile.browser, storage: profile.storage })
  return { profile, items: profile.items, at }
}

/** As the store does it: the question waits, then the session is opened, then the Worker accepts the question. */
function ask(memory: Memory, token: string, text = 'Hello?'): void {
  memory.putInOutbox({ id: token, text })
  memory.keepToken(token)
  memory.takeFromOutbox(token)
}

/** The current token, then each token, then what waits to be sent. */
const told = (memory: Memory): string[] => [memory.token(), ...tokensIn(memory), ...memory.outbox().map(({ id }) => id)]
const titles = (memory: Memory) =>
  listConversations(memory).map(({ title, isCurrent }) => `${title}${isCurrent ? ' (current)' : ''}`)

test('an API that markup names is told no token of the script’s own, and changes nothing of it', () => {
  const { at } = browser()
  ask(at(HOME), 'home-token')
  const other = at(OTHER)
  expect(told(other)).toEqual([''])
  ask(other, 'other-token')
  other.takeUp()
  expect(told(other)).toEqual(['', 'other-token'])
  other.forget('other-token')
  expect(told(at(HOME))).toEqual(['home-token', 'home-token'])
  expect(at(HOME).key).not.toBe(at(OTHER).key)
})

test('what an earlier release saved belongs to the script’s own origin', () => {
  const saved = { token: 'old', title: 'Hello?', at: 1, outbox: [{ id: 'waits', text: 'And?' }], others: [] }
  const { at } = browser({ 'inglenook:shop': JSON.stringify(saved) })
  expect(told(at(HOME))).toEqual(['old', 'old', 'waits'])
  expect(told(at(OTHER))).toEqual([''])
})

test('two scripts of different origins that name one site each tell only what they saved, and lose nothing', () => {
  const { at } = browser()
  const production = () => at(HOME)
  const staging = () => at(OTHER, OTHER)
  ask(production(), 'production-1')
  production().takeUp()
  ask(production(), 'production-2')
  expect(told(staging())).toEqual([''])
  ask(staging(), 'staging-1')
  expect(told(production())).toEqual(['', 'production-2', 'production-1'])
  expect(told(staging())).toEqual(['staging-1', 'staging-1'])
  const [conversation] = listConversations(production())
  production().takeUp(conversation?.id)
  expect(production().token()).toBe('production-2')
  production().forget('production-2')
  production().forget('production-1')
  expect(told(production())).toEqual([''])
  expect(told(staging())).toEqual(['', 'staging-1'])
})

test('a conversation of another script cannot be taken up by its id', () => {
  const { at } = browser()
  ask(at(HOME), 'production-1')
  const [conversation] = listConversations(at(HOME))
  const staging = at(OTHER, OTHER)
  expect(listConversations(staging)).toEqual([])
  staging.takeUp(conversation?.id)
  expect(staging.token()).toBe('')
})

test('a visitor who is signed in has a memory for each API, too', () => {
  const { at } = browser()
  const [home, other] = [at(HOME), at(OTHER)]
  for (const memory of [home, other]) memory.become('ada')
  ask(home, 'token-of-ada')
  expect(told(other)).toEqual([''])
  home.become('')
  expect(told(home)).toEqual([''])
})

test('two tabs that begin a conversation in the same moment, before one sees what the other saved, both stay in the list', () => {
  const { items, profile } = browser()
  const tab = () => {
    /** Until it has written itself, it does not see what the other has just written. */
    let hasWritten = false
    const storage = {
      getItem: (key: string) => (hasWritten ? (items.get(key) ?? null) : null),
      setItem(key: string, value: string) {
        hasWritten = true
        items.set(key, value)
      },
      removeItem: (key: string) => void items.delete(key),
    }
    const own = (): Storage => Object.assign(Object.create(null), storage)
    return new Memory({ site: 'shop', api: HOME, home: HOME, browser: profile.browser, storage: own })
  }
  const [first, second] = [tab(), tab()]
  first.keepToken('one')
  second.keepToken('two')
  for (const [memory, id] of [[first, 'a'] as const, [second, 'b'] as const]) {
    memory.putInOutbox({ id, text: `Question ${id}` })
    memory.token()
  }
  first.takeFromOutbox('a')
  second.takeFromOutbox('b')
  for (const memory of [first, second]) {
    expect(tokensIn(memory)).toEqual(['one', 'two'])
    expect(titles(memory)).toEqual(['Question b (current)', 'Question a'])
    expect(memory.outbox()).toEqual([])
  }
})

test('a tab that writes late what it knew before does not take the other’s conversation away', () => {
  const { items, profile } = browser()
  const tab = (isLate: () => boolean) => {
    let seen: string | null = null
    const storage = {
      getItem: (key: string) => (isLate() ? seen : (items.get(key) ?? null)),
      setItem: (key: string, value: string) => void items.set(key, (seen = value)),
      removeItem: (key: string) => void items.delete(key),
    }
    const own = (): Storage => Object.assign(Object.create(null), storage)
    return new Memory({ site: 'shop', api: HOME, home: HOME, browser: profile.browser, storage: own })
  }
  let isLate = true
  const [quick, late] = [tab(() => false), tab(() => isLate)]
  for (const [memory, token] of [[quick, 'one'] as const, [late, 'two'] as const]) {
    memory.keepToken(token)
    memory.putInOutbox({ id: token, text: `Question ${token}` })
    memory.token()
  }
  quick.takeFromOutbox('one')
  expect(listConversations(quick)).toHaveLength(2)
  late.takeFromOutbox('two')
  isLate = false
  expect(listConversations(quick)).toHaveLength(1)
  profile.pass(2_000)
  expect(titles(quick)).toEqual(['Question two (current)', 'Question one'])
  // What is erased stays erased.
  for (const token of ['one', 'two']) quick.forget(token)
  profile.pass(2_000)
  expect(listConversations(quick)).toEqual([])
})

test('what one visitor asked is not put back among the conversations of the next', () => {
  const { profile, at } = browser()
  const memory = at(HOME)
  memory.become('ada')
  ask(memory, 'token-of-ada')
  memory.become('')
  ask(memory, 'token-of-nobody')
  profile.pass(2_000)
  expect(told(memory)).toEqual(['token-of-nobody', 'token-of-nobody'])
})

test('nothing is written before the first question, even where a session was opened', () => {
  const { items, at } = browser()
  const memory = at(HOME)
  memory.keepToken('token')
  expect(memory.token()).toBe('token')
  expect(items.size).toBe(0)
  memory.putInOutbox({ id: 'q', text: 'Hello?' })
  expect(at(HOME).token()).toBe('token')
})

test('a conversation has an id, which stays when its session gets another token', () => {
  const { at } = browser()
  const memory = at(HOME)
  ask(memory, 'one')
  const [before] = listConversations(memory)
  memory.renew('one', 'one-renewed')
  const [after] = listConversations(memory)
  expect(after).toEqual(before)
  expect(after?.id).toMatch(/^[0-9a-f-]{36}$/)
  expect(memory.token()).toBe('one-renewed')
})

test('two conversations that were asked in at the same time are two, and each can be taken up', () => {
  const same = { api: HOME, title: '', at: 5, outbox: [] }
  const saved = { ...same, id: 'a', token: 'one', others: [{ ...same, id: 'b', token: 'two' }] }
  const { at } = browser({ 'inglenook:shop': JSON.stringify(saved) })
  const memory = at(HOME)
  expect(listConversations(memory).map(({ isCurrent }) => isCurrent)).toEqual([true, false])
  memory.takeUp('b')
  expect(memory.token()).toBe('two')
  memory.takeUp('a')
  expect(memory.token()).toBe('one')
})

test('conversations of releases without ids get one that does not change, and can be taken up', () => {
  const old = { api: HOME, title: 'Old', at: 1_700_000_000_000, outbox: [], token: 'old' }
  const { at } = browser({
    'inglenook:shop': JSON.stringify({ ...old, title: 'New', at: old.at + 1, token: 'new', others: [old] }),
  })
  const memory = at(HOME)
  const listed = listConversations(memory)
  expect(listed.map(({ title }) => title)).toEqual(['New', 'Old'])
  expect(listConversations(at(HOME))).toEqual(listed)
  memory.takeUp(listed[1]?.id)
  expect(memory.token()).toBe('old')
  expect(titles(memory)).toEqual(['Old (current)', 'New'])
})

test('the oldest shape, a token without a time, stays in the list', () => {
  const { at } = browser({ 'inglenook:shop': JSON.stringify({ token: 'oldest', outbox: [] }) })
  const memory = at(HOME)
  expect(listConversations(memory)).toMatchObject([{ title: '', at: 1, isCurrent: true }])
  memory.takeUp()
  ask(memory, 'new')
  expect(tokensIn(memory)).toEqual(['oldest', 'new'])
})

test.each(['', 'null', '[]', '{"others":7}', '{"outbox":[null,{"id":1}]}', 'no JSON'])(
  'what a page has written in our place (%s) counts as nothing',
  (value) => {
    const { at } = browser({ 'inglenook:shop': value })
    const memory = at(HOME)
    expect(told(memory)).toEqual([''])
    ask(memory, 'token')
    expect(told(memory)).toEqual(['token', 'token'])
  },
)

test('where storage refuses, the page remembers for as long as it lives, and stores nothing', () => {
  const { profile, items, at } = browser()
  profile.refusesStorage = true
  const memory = at(HOME)
  ask(memory, 'token')
  expect(told(memory)).toEqual(['token', 'token'])
  expect(items.size).toBe(0)
  expect(told(at(HOME))).toEqual([''])
})

test('where a disk is full, nothing older is read instead', () => {
  const { profile, items, at } = browser()
  const memory = at(HOME)
  ask(memory, 'older')
  const { storage } = profile
  const full = () => ({
    ...storage(),
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  })
  const later = new Memory({ site: 'shop', api: HOME, home: HOME, browser: profile.browser, storage: full })
  later.putInOutbox({ id: 'q', text: 'And now?' })
  expect(later.outbox()).toEqual([{ id: 'q', text: 'And now?' }])
  expect(items.size).toBe(0)
})

test('the title is how the first question begins', () => {
  const { at } = browser()
  const memory = at(HOME)
  ask(memory, 'token', 'x'.repeat(200))
  memory.putInOutbox({ id: 'second', text: 'Another one' })
  expect(listConversations(memory)).toMatchObject([{ title: 'x'.repeat(80) }])
})

test('a session that replaces another one is another conversation, titled by what still waits', () => {
  const { at } = browser()
  const memory = at(HOME)
  ask(memory, 'one', 'First')
  const [before] = listConversations(memory)
  memory.putInOutbox({ id: 'second', text: 'Second' })
  memory.keepToken('two')
  const [after] = listConversations(memory)
  expect(after).toMatchObject({ title: 'Second', isCurrent: true })
  expect(after?.id).not.toBe(before?.id)
  expect(memory.outbox()).toEqual([{ id: 'second', text: 'Second' }])
})

test('what waits stays with its conversation when another one is taken up', () => {
  const { at } = browser()
  const memory = at(HOME)
  ask(memory, 'one')
  memory.putInOutbox({ id: 'waits', text: 'And?' })
  memory.takeUp()
  expect(memory.outbox()).toEqual([])
  const [conversation] = listConversations(memory)
  memory.takeUp(conversation?.id)
  expect(memory.outbox()).toEqual([{ id: 'waits', text: 'And?' }])
})

test('an edited question keeps its attempt in the outbox, and is there once', () => {
  const { at } = browser()
  const memory = at(HOME)
  memory.putInOutbox({ id: 'q', text: 'One' })
  memory.putInOutbox({ id: 'q', text: 'Two', attempt: 2 })
  expect(at(HOME).outbox()).toEqual([{ id: 'q', text: 'Two', attempt: 2 }])
})

test('of more than thirty other conversations, the oldest are dropped', () => {
  const { at } = browser()
  const memory = at(HOME)
  for (let count = 0; count < 40; count += 1) {
    ask(memory, `token-${count}`, `Question ${count}`)
    memory.takeUp()
  }
  expect(titles(memory)).toHaveLength(30)
  expect(titles(memory)[0]).toBe('Question 39')
})

test('a page in which arrays have a `toJSON` saves the same', () => {
  const { at } = browser()
  Reflect.set(Array.prototype, 'toJSON', () => 'broken')
  try {
    ask(at(HOME), 'token')
  } finally {
    Reflect.deleteProperty(Array.prototype, 'toJSON')
  }
  expect(told(at(HOME))).toEqual(['token', 'token'])
})
