/** Which API is told which token. */
import { afterEach, expect, test, vi } from 'vitest'
import { siteMemory, type Memory } from '../../../widget/chat/memory.ts'

afterEach(() => void vi.useRealTimers())

const HOME = 'https://chat.example'
const OTHER = 'https://evil.example'

/** A visitor's localStorage; it outlives the pages that open it. */
function browser(before: Readonly<Record<string, string>> = {}) {
  const items = new Map(Object.entries(before))
  const storage: Storage = {
    get length() {
      return items.size
    },
    clear: () => items.clear(),
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  }
  const at = (api: string, home = HOME): Memory => siteMemory('shop', { api, home }, () => storage)
  return { items, at }
}

/** As the store does it: the question waits, then the session is opened, then the Worker takes the question. */
function ask(memory: Memory, token: string, text = 'Hello?'): void {
  memory.putInOutbox({ id: token, text })
  memory.keepToken(token)
  memory.takeFromOutbox(token)
}

const everyToken = (memory: Memory): string[] => [
  memory.token(),
  ...memory.conversations().map(({ token }) => token),
  ...memory.outbox().map(({ id }) => id),
]

test('an API that markup names is told no token of the script’s own, and changes nothing of it', () => {
  const { at } = browser()
  ask(at(HOME), 'home-token')
  const other = at(OTHER)
  expect(everyToken(other)).toEqual([''])
  ask(other, 'other-token')
  other.takeUp()
  expect(everyToken(other)).toEqual(['', 'other-token'])
  other.forget('other-token')
  expect(everyToken(at(HOME))).toEqual(['home-token', 'home-token'])
  expect(at(HOME).whose()).not.toBe(at(OTHER).whose())
})

test('what an earlier release kept belongs to the script’s own origin', () => {
  const kept = { token: 'old', title: 'Hello?', at: 1, outbox: [{ id: 'waits', text: 'And?' }], others: [] }
  const { at } = browser({ 'inglenook:shop': JSON.stringify(kept) })
  expect(everyToken(at(HOME))).toEqual(['old', 'old', 'waits'])
  expect(everyToken(at(OTHER))).toEqual([''])
})

test('two scripts of different origins that name one site each tell only what they wrote, and lose nothing', () => {
  const { at } = browser()
  const production = () => at(HOME)
  const staging = () => at(OTHER, OTHER)
  ask(production(), 'production-1')
  production().takeUp()
  ask(production(), 'production-2')
  expect(everyToken(staging())).toEqual([''])
  ask(staging(), 'staging-1')
  expect(everyToken(production())).toEqual(['', 'production-2', 'production-1'])
  expect(everyToken(staging())).toEqual(['staging-1', 'staging-1'])
  const [conversation] = production().conversations()
  production().takeUp(conversation)
  expect(production().token()).toBe('production-2')
  production().forget('production-2')
  production().forget('production-1')
  expect(everyToken(production())).toEqual([''])
  expect(everyToken(staging())).toEqual(['', 'staging-1'])
  // The list names no conversation of the other, so it cannot be taken up either.
  staging().takeUp({ token: 'production-2', title: '', at: 1, isHeld: false })
  expect(staging().token()).toBe('')
})

test('a visitor who is signed in has a memory for each API, too', () => {
  const { at } = browser()
  const [home, other] = [at(HOME), at(OTHER)]
  for (const memory of [home, other]) memory.become('ada')
  ask(home, 'token-of-ada')
  expect(everyToken(other)).toEqual([''])
  home.become('')
  expect(everyToken(home)).toEqual([''])
})

test('two tabs that begin a conversation in the same moment, before one sees what the other wrote, both stay in the list', () => {
  const { items } = browser()
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
    return siteMemory('shop', { api: HOME, home: HOME }, () => Object.assign(Object.create(null), storage))
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
    expect(memory.conversations()).toMatchObject([
      { token: 'two', title: 'Question b', isHeld: true },
      { token: 'one', title: 'Question a', isHeld: false },
    ])
    expect(memory.outbox()).toEqual([])
  }
})

test('a tab that writes late what it knew before does not take the other’s conversation away', () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const { items } = browser()
  const tab = (isLate: () => boolean) => {
    let seen: string | null = null
    const storage = {
      getItem: (key: string) => (isLate() ? seen : (items.get(key) ?? null)),
      setItem: (key: string, value: string) => void items.set(key, (seen = value)),
      removeItem: (key: string) => void items.delete(key),
    }
    return siteMemory('shop', { api: HOME, home: HOME }, () => Object.assign(Object.create(null), storage))
  }
  let isLate = true
  const [quick, late] = [tab(() => false), tab(() => isLate)]
  for (const [memory, token] of [[quick, 'one'] as const, [late, 'two'] as const]) {
    memory.keepToken(token)
    memory.putInOutbox({ id: token, text: `Question ${token}` })
    memory.token()
  }
  quick.takeFromOutbox('one')
  expect(quick.conversations()).toHaveLength(2)
  late.takeFromOutbox('two')
  isLate = false
  expect(quick.conversations()).toHaveLength(1)
  vi.advanceTimersByTime(500)
  expect(quick.conversations().map(({ token }) => token)).toEqual(['two', 'one'])
  // What is erased stays so.
  for (const token of ['one', 'two']) quick.forget(token)
  vi.advanceTimersByTime(2_000)
  expect(quick.conversations()).toEqual([])
})
