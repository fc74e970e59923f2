/** How much one conversation takes: it is filled up, and then what is stored still fits where it is stored. */
import { env } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { ANSWER_CHARACTERS } from '../../../../worker/providers/ask.ts'
import { noCompletion } from '../../../../worker/providers/reply/completion.ts'
import { TurnStore } from '../../../../worker/session/turns/turn-store.ts'
import { MOST, requireRoom } from '../../../../worker/session/turns/session-limits.ts'
import type { StoredTurn } from '../../../../worker/session/turns/stored-turn.ts'
import { simulate } from '../../support/simulated-session.ts'

/** Cloudflare's limit of a value in KV. */
const KV_BYTES = 25 * 1024 * 1024
/** The character that takes most bytes in JSON. */
const CONTROL = '\u0001'

const uuid = () => crypto.randomUUID()

const settle = (turnStore: TurnStore, turn: StoredTurn, answer: string): StoredTurn =>
  turnStore.settle(turnStore.move(turn, 'streaming'), {
    state: 'complete',
    answer: { text: answer },
    failure: null,
    completion: noCompletion(),
    lastEvent: turn.lastEvent + 1,
  })

const full = (param: string) => expect.objectContaining({ code: 'session_limit_reached', param })

function isFull(sql: SqlStorage, seq: number | null = null): boolean {
  try {
    requireRoom(sql, seq)
    return false
  } catch (error) {
    expect(error).toEqual(full('bytes'))
    return true
  }
}

test('text up to a size: then no question is accepted, everything can be read, and its copy fits into KV', () =>
  simulate(31, async (simulation) => {
    const { sql } = simulation.storage
    const page = await simulation.ask(uuid(), 'first')
    await simulation.until(() => page.closed)
    const turnStore = new TurnStore(sql)
    const longest = CONTROL.repeat(ANSWER_CHARACTERS)
    while (!isFull(sql)) settle(turnStore, turnStore.open({ id: uuid(), text: 'more' }, 1, Date.now()), longest)
    const turns = await simulation.turns()
    expect(turns.length).toBeGreaterThan(5)
    await expect(simulation.ask(uuid(), 'one more')).rejects.toEqual(full('bytes'))
    await expect(simulation.retry(turns.at(-1)?.id ?? '', 2, null)).rejects.toEqual(full('bytes'))

    // Three answers may be on their way when it becomes full.
    for (let late = 0; late < 3; late += 1)
      settle(turnStore, turnStore.open({ id: uuid(), text: 'late' }, 1, Date.now()), longest)
    const copy = JSON.stringify({ turns: turnStore.history() })
    expect(copy.length).toBeGreaterThan(MOST.bytes)
    expect(copy.length).toBeLessThan(KV_BYTES - 2 * 1024 * 1024)
    await env.HISTORY.put('room', copy)
    await env.HISTORY.delete('room')
  }))

test('2,000 attempts in total, and what is stored besides the text is small', () =>
  simulate(32, async (simulation) => {
    const turnStore = new TurnStore(simulation.storage.sql)
    for (let turn = 1; turn < MOST.attempts; turn += 1)
      settle(turnStore, turnStore.open({ id: uuid(), text: '?' }, 1, Date.now()), '!')
    const last = await simulation.ask(uuid(), 'the last')
    await simulation.until(() => last.closed)
    await expect(simulation.ask(uuid(), 'one more')).rejects.toEqual(full('attempts'))
    expect(JSON.stringify(turnStore.history()).length).toBeLessThan(2 * 1024 * 1024)
  }))

test('20 attempts at a turn; another question is accepted afterwards', () =>
  simulate(33, async (simulation) => {
    const id = uuid()
    const first = await simulation.ask(id, 'question')
    await simulation.until(() => first.closed)
    for (let attempt = 2; attempt <= MOST.attemptsOfTurn; attempt += 1) {
      const page = await simulation.retry(id, attempt, null)
      await simulation.until(() => page.closed)
    }
    await expect(simulation.retry(id, MOST.attemptsOfTurn + 1, null)).rejects.toEqual(full('attemptsOfTurn'))
    const next = await simulation.ask(uuid(), 'another')
    await simulation.until(() => next.closed)
    expect(next.text).toBe('ok')
  }))
