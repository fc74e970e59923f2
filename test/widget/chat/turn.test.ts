/** What events make of a turn. */
import { effect } from '@preact/signals-core'
import { describe, expect, test } from 'vitest'
import type { Head, News, PastTurn } from '../../../widget/api/parse.ts'
import { ShownTurn } from '../../../widget/chat/turn.ts'

const head = (changes: Partial<Head> = {}): Head => ({
  id: 'q',
  seq: 3,
  attempt: 1,
  state: 'queued',
  failure: null,
  finishReason: null,
  createdAt: 1_000,
  ...changes,
})
const accepted = (id: string, changes: Partial<Head> = {}): News => ({ id, event: 'accepted', turn: head(changes) })
const delta = (id: string, text: string): News => ({ id, event: 'delta', text })
const done = (id: string, changes: Partial<Head> = {}): News => ({
  id,
  event: 'done',
  turn: head({ state: 'complete', finishReason: 'stop', ...changes }),
})
const asked = () => new ShownTurn({ id: 'q', text: 'How many?' }, 500)
const read = (...news: News[]): ShownTurn => {
  const turn = asked()
  for (const each of news) turn.apply(each)
  return turn
}
const past = (changes: Partial<PastTurn> = {}): PastTurn => ({
  ...head({ state: 'complete' }),
  question: 'How many?',
  parts: {},
  answer: 'Two.',
  feedback: null,
  earlier: [],
  lastEventId: '3.9',
  ...changes,
})

test('a new turn is being sent, has no place, and wants its first attempt', () => {
  const turn = asked()
  expect(turn.now).toMatchObject({ state: 'sending', attempt: 0, wanted: 1, createdAt: 500 })
  expect([turn.isAccepted, turn.isActive]).toEqual([false, true])
})

test('an answer grows and ends', () => {
  const turn = read(accepted('3.1'), delta('3.2', 'Two'), delta('3.3', '.'))
  expect([turn.answer.value, turn.now.state, turn.isActive]).toEqual(['Two.', 'streaming', true])
  turn.apply(done('3.4'))
  expect([turn.answer.value, turn.isActive, turn.isAccepted]).toEqual(['Two.', false, true])
  expect(turn.now).toMatchObject({ state: 'complete', finishReason: 'stop', createdAt: 1_000 })
})

test('an event that was read before changes nothing', () => {
  const turn = read(accepted('3.1'), delta('3.2', 'Two'))
  expect(turn.apply(delta('3.2', 'Two'))).toBe(false)
  expect(turn.apply(accepted('3.1'))).toBe(false)
  expect(turn.answer.value).toBe('Two')
})

test('an event without an id is always new', () => {
  const turn = read(accepted('3.1'), delta('3.2', 'Two'))
  expect(turn.apply(delta('', '.'))).toBe(true)
  expect([turn.answer.value, turn.lastEventId]).toEqual(['Two.', '3.2'])
})

test('events are compared by number: the tenth comes after the ninth', () => {
  const turn = read(accepted('3.9'), delta('3.10', 'Two'))
  expect(turn.answer.value).toBe('Two')
})

test('a delta changes the answer and nothing that the rest of the panel follows', () => {
  const turn = read(accepted('3.1'), delta('3.2', 'Two'))
  let renders = 0
  const end = effect(() => {
    renders += Number(turn.facts.value !== undefined)
  })
  turn.apply(delta('3.3', ' and'))
  turn.apply(delta('3.4', ' more'))
  end()
  expect(renders).toBe(1)
})

test('each event is one change, however much of the turn it sets', () => {
  const turn = read(accepted('3.1'), delta('3.2', 'Two'))
  const seen: string[] = []
  const end = effect(() => void seen.push(`${turn.facts.value.state} ${turn.answer.value}`))
  turn.apply(done('3.3'))
  end()
  expect(seen).toEqual(['streaming Two', 'complete Two'])
})

test('a stream that begins again does not double what was read', () => {
  const turn = read(accepted('3.1'), delta('3.2', 'Two'))
  turn.apply({ ...accepted('3.1'), id: '3.5' })
  expect(turn.answer.value).toBe('')
  turn.apply(delta('3.6', 'Two'))
  expect([turn.answer.value, turn.now.earlier]).toEqual(['Two', []])
})

test('a failure has its code, and keeps what was answered', () => {
  const turn = read(accepted('3.1'), delta('3.2', 'Tw'))
  turn.apply({ id: '3.3', event: 'failed', turn: head({ state: 'failed' }), code: 'upstream_timeout' })
  expect(turn.now).toMatchObject({ state: 'failed', failure: 'upstream_timeout' })
  expect(turn.answer.value).toBe('Tw')
})

test('a snapshot is right even where its id is older', () => {
  const turn = read(accepted('3.1'), delta('3.7', 'Tw'))
  turn.apply({ id: '3.2', event: 'snapshot', turn: past({ question: 'How many now?' }) })
  expect([turn.now.question, turn.answer.value, turn.now.state]).toEqual(['How many now?', 'Two.', 'complete'])
})

describe('another attempt', () => {
  test('sets the shown answer aside, with its question, feedback and end', () => {
    const turn = read(accepted('3.1'), delta('3.2', 'Two.'), done('3.3'))
    turn.change({ feedback: { rating: 'up', comment: 'yes' } })
    turn.want('How many are left?')
    expect(turn.now).toMatchObject({ state: 'sending', wanted: 2, edited: 'How many are left?', feedback: null })
    expect([turn.now.question, turn.answer.value]).toEqual(['How many are left?', ''])
    expect(turn.now.earlier).toEqual([
      {
        attempt: 1,
        question: 'How many?',
        answer: 'Two.',
        state: 'complete',
        failure: null,
        finishReason: 'stop',
        feedback: { rating: 'up', comment: 'yes' },
      },
    ])
  })

  test('is accepted without setting the same answer aside twice', () => {
    const turn = read(accepted('3.1'), delta('3.2', 'Two.'), done('3.3'))
    turn.want()
    turn.apply(accepted('3.4', { attempt: 2 }))
    turn.apply(delta('3.5', 'Three.'))
    expect([turn.now.earlier.length, turn.now.attempt, turn.now.wanted, turn.answer.value]).toEqual([1, 2, 2, 'Three.'])
    expect(turn.now.edited).toBeUndefined()
  })

  test('that another tab asked for sets the answer aside as well', () => {
    const turn = read(accepted('3.1'), delta('3.2', 'Two.'), done('3.3'))
    turn.apply(accepted('3.4', { attempt: 2 }))
    expect(turn.now.earlier).toMatchObject([{ attempt: 1, answer: 'Two.' }])
  })

  test('counts an answer that was lost on the way as interrupted', () => {
    const turn = read(accepted('3.1'), delta('3.2', 'Tw'))
    turn.change({ state: 'lost', failure: 'offline' })
    turn.want()
    expect(turn.now.earlier).toMatchObject([{ state: 'interrupted', failure: 'offline' }])
    expect(turn.now.failure).toBeNull()
  })

  test('of a question that was never accepted leaves nothing to go back to', () => {
    const turn = asked()
    turn.want()
    expect(turn.now.earlier).toEqual([])
  })
})

test('a turn of the history has what the Worker has', () => {
  const turn = ShownTurn.past(past({ feedback: { rating: 'down', comment: '' }, state: 'streaming' }))
  expect(turn.now).toMatchObject({ seq: 3, attempt: 1, state: 'streaming', feedback: { rating: 'down' } })
  expect([turn.answer.value, turn.lastEventId, turn.isAccepted]).toEqual(['Two.', '3.9', true])
})

test('for the next session it is new: no place, no attempt, no answer, no last event', () => {
  const turn = read(accepted('3.1'), delta('3.2', 'Two'))
  turn.leaveSession()
  expect([turn.isAccepted, turn.now.attempt, turn.answer.value, turn.lastEventId]).toEqual([false, 0, '', null])
  turn.apply(accepted('1.1', { seq: 1 }))
  expect(turn.now.seq).toBe(1)
})
