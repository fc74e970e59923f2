/** R1 and R8: what a session keeps, whatever its pages, its upstream, its process and KV do. 25 seeds a scenario. */
import { describe, expect, test } from 'vitest'
import type { Turn, TurnState } from '../../protocol/wire.ts'
import { simulate, site, type Page, type Simulation } from './simulated-session.ts'

const SEEDS = 25

interface Expected {
  question: string
  answer: string
  state: TurnState
}

/** Questions with answers of random length and pace. */
function script({ random, manners }: Simulation, count: number, most = 60): Expected[] {
  return Array.from({ length: count }, (_, turn) => {
    const question = `question ${turn}`
    const words = Array.from({ length: random.whole(5, most) }, (_, word) => `${turn}.${word} `)
    manners.set(question, { words, pause: random.whole(5, 90) })
    return { question, answer: words.join(''), state: 'complete' }
  })
}

const brief = (turns: readonly Turn[]): Expected[] =>
  turns.map(({ question, answer, state }) => ({ question, answer, state }))

const over = async ({ turns }: Simulation) =>
  (await turns()).every(({ state }) => state !== 'streaming' && state !== 'queued')

/** The history is exact for the visitor and, soon after, in the book. */
async function expectExact(simulation: Simulation, expected: readonly Expected[], calls: number): Promise<void> {
  await simulation.until(() => over(simulation))
  const turns = await simulation.turns()
  expect(brief(turns)).toEqual(expected)
  expect(turns.map(({ seq }) => seq)).toEqual(expected.map((_, index) => index + 1))
  expect(simulation.requests).toHaveLength(calls)
  await simulation.until(() => JSON.stringify(book(simulation)) === JSON.stringify(turns))
  expect(simulation.kv.counts.tooMany).toBe(0)
}

function book({ kv, bookKey }: Simulation): unknown {
  const stored = kv.settled(bookKey)
  return stored !== null && typeof stored === 'object' && 'turns' in stored ? stored.turns : null
}

const uuid = () => crypto.randomUUID()

const SCENARIOS: Readonly<Record<string, (simulation: Simulation) => Promise<void>>> = {
  async 'two tabs'(simulation) {
    const expected = script(simulation, 3)
    const pages: Page[] = []
    for (const { question } of expected) {
      pages.push(await simulation.ask(uuid(), question))
      await simulation.pass(simulation.random.whole(0, 600))
    }
    await simulation.until(() => pages.every(({ closed }) => closed))
    expect(pages.map(({ text }) => text)).toEqual(expected.map(({ answer }) => answer))
    await expectExact(simulation, expected, 3)
  },

  async 'double submit'(simulation) {
    const expected = script(simulation, 2)
    for (const { question, answer } of expected) {
      const id = uuid()
      const first = await simulation.ask(id, question)
      await simulation.pass(simulation.random.whole(0, 800))
      const second = await simulation.ask(id, question)
      await simulation.until(() => first.closed && second.closed)
      expect([first.text, second.text]).toEqual([answer, answer])
    }
    await expectExact(simulation, expected, 2)
  },

  async 'the same id retried from another location'(simulation) {
    const [expected] = script(simulation, 1)
    if (!expected) return
    const id = uuid()
    const lost = await simulation.ask(id, expected.question)
    await lost.leave()
    await simulation.kv
      .at('elsewhere')
      .get(simulation.bookKey, 'json')
      .catch(() => null)
    await simulation.pass(simulation.random.whole(0, 20_000))
    const again = await simulation.ask(id, expected.question)
    await simulation.until(() => again.closed)
    expect(again.text).toBe(expected.answer)
    await expectExact(simulation, [expected], 1)
  },

  async reload(simulation) {
    const [expected] = script(simulation, 1, 120)
    if (!expected) return
    const id = uuid()
    const before = await simulation.ask(id, expected.question)
    await simulation.pass(simulation.random.whole(50, 2000))
    await before.leave()
    await simulation.pass(simulation.random.whole(0, 1500))
    const [turn] = await simulation.turns()
    if (turn?.lastEventId) {
      const after = await simulation.resume(id, turn.lastEventId)
      await simulation.until(() => after.closed)
      expect(turn.answer + after.text).toBe(expected.answer)
    } else {
      expect(turn?.answer).toBe(expected.answer)
    }
    await expectExact(simulation, [expected], 1)
  },

  async '45 s detached'(simulation) {
    const words = Array.from({ length: 60 }, (_, word) => `${word} `)
    simulation.manners.set('long', { words, pause: simulation.random.whole(750, 950) })
    const page = await simulation.ask(uuid(), 'long')
    await simulation.pass(simulation.random.whole(100, 1500))
    await page.leave()
    await simulation.pass(45_000)
    await expectExact(simulation, [{ question: 'long', answer: words.join(''), state: 'complete' }], 1)
  },

  async 'next turn from a stale location'(simulation) {
    const expected = script(simulation, 2)
    const [first, second] = expected
    if (!first || !second) return
    // This location has seen that there is nothing, and will go on seeing it for a minute.
    await simulation.kv
      .at('stale')
      .get(simulation.bookKey, 'json')
      .catch(() => null)
    await simulation.ask(uuid(), first.question)
    await simulation.until(() => over(simulation))
    await simulation.pass(simulation.random.whole(0, 50_000))
    await simulation.kv
      .at('stale')
      .get(simulation.bookKey, 'json')
      .catch(() => null)
    await simulation.ask(uuid(), second.question)
    await expectExact(simulation, expected, 2)
    expect(simulation.requests[1]?.messages.map(({ content }) => content)).toEqual([
      site.instructions,
      first.question,
      first.answer,
      second.question,
    ])
  },

  async 'upstream death'(simulation) {
    const [first, second] = script(simulation, 2)
    if (!first || !second) return
    const manner = simulation.manners.get(first.question)
    if (!manner) return
    const diesAfter = simulation.random.whole(0, manner.words.length - 1)
    simulation.manners.set(first.question, { ...manner, diesAfter })
    const page = await simulation.ask(uuid(), first.question)
    await simulation.until(() => page.closed)
    expect(page.ended).toBe('failed')
    const kept = manner.words.slice(0, diesAfter).join('')
    expect(page.text).toBe(kept)
    await simulation.ask(uuid(), second.question)
    await expectExact(simulation, [{ ...first, answer: kept, state: kept ? 'interrupted' : 'failed' }, second], 2)
  },

  async 'an edit sent twice'(simulation) {
    const [first, edited] = script(simulation, 2)
    if (!first || !edited) return
    const id = uuid()
    const asked = await simulation.ask(id, first.question)
    await simulation.until(() => asked.closed)
    const one = await simulation.retry(id, 2, edited.question)
    await simulation.pass(simulation.random.whole(0, 3000))
    const two = await simulation.retry(id, 2, edited.question)
    await simulation.until(() => one.closed && two.closed)
    expect([one.text, two.text]).toEqual([edited.answer, edited.answer])
    await expectExact(simulation, [edited], 2)
    const [turn] = await simulation.turns()
    expect(turn?.earlierAttempts).toMatchObject([first])
  },

  async 'a kill during an edit, which is then sent again'(simulation) {
    const [first, edited, last] = script(simulation, 3, 120)
    if (!first || !edited || !last) return
    const id = uuid()
    const asked = await simulation.ask(id, first.question)
    await simulation.until(() => asked.closed)
    await simulation.retry(id, 2, edited.question)
    await simulation.pass(simulation.random.whole(0, 1500))
    simulation.kill()
    const again = await simulation.retry(id, 2, edited.question)
    await simulation.until(() => again.closed)
    const [turn] = await simulation.turns()
    if (!turn) throw new Error('an accepted question was lost')
    expect(turn.attempt).toBe(2)
    expect(edited.answer.startsWith(turn.answer)).toBe(true)
    await simulation.ask(uuid(), last.question)
    await expectExact(simulation, [{ ...edited, answer: turn.answer, state: turn.state }, last], 3)
    // A question with no word of answer leaves the prompt to the one before it.
    const told = simulation.requests[2]?.messages.slice(1).map(({ content }) => content)
    const kept = turn.answer === '' ? first : { question: edited.question, answer: turn.answer }
    expect(told).toEqual([kept.question, kept.answer, last.question])
  },

  async kill(simulation) {
    const [first, second] = script(simulation, 2, 120)
    if (!first || !second) return
    await simulation.ask(uuid(), first.question)
    await simulation.pass(simulation.random.whole(0, 1500))
    const [before] = await simulation.turns()
    simulation.kill()
    const [after] = await simulation.turns()
    if (!before || !after) throw new Error('an accepted question was lost')
    if (before.state === 'complete') expect(after).toEqual(before)
    else {
      expect(after.state).toBe('interrupted')
      expect(before.answer.startsWith(after.answer)).toBe(true)
    }
    await simulation.ask(uuid(), second.question)
    await expectExact(simulation, [{ question: first.question, answer: after.answer, state: after.state }, second], 2)
  },
}

describe.for(Object.keys(SCENARIOS))('%s', (name) => {
  test(`${SEEDS} of ${SEEDS} histories are exact`, { timeout: 120_000 }, async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) await simulate(seed, SCENARIOS[name] ?? unknown)
  })
})

const unknown = () => Promise.reject(new Error('no such scenario'))
