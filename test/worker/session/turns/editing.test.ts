/** The last question asked otherwise: once, as another attempt, and what the model is reminded of afterwards. */
import { describe, expect, test } from 'vitest'
import { PATIENT } from '../../../support/sampling/patient.ts'
import { simulate, type Simulation } from '../../support/simulated-session.ts'
import { talk, type Talk } from '../../support/talking-session.ts'

/** What the last prompt said, without the persona. */
const told = ({ prompts }: Talk) =>
  prompts
    .at(-1)
    ?.slice(1)
    .map(({ content }) => content)

describe('an edited question', () => {
  test('is another attempt at the turn; the earlier one keeps its question and its answer', () =>
    talk({}, async (session) => {
      await session.ask('hello')
      const id = await session.ask('wher is it?')
      await session.rate(id, { rating: 'down' })
      const read = await session.retry(id, { attempt: 2, text: 'where is it?' })
      expect(read.map(({ event }) => event)).toEqual(['accepted', 'delta', 'done'])
      expect(told(session)).toEqual(['hello', 'answer to hello', 'where is it?'])
      const [, turn] = await session.turns()
      expect(turn).toMatchObject({ seq: 2, attempt: 2, question: 'where is it?', answer: 'answer to where is it?' })
      expect(turn?.earlierAttempts).toEqual([
        {
          attempt: 1,
          state: 'complete',
          failure: null,
          finishReason: 'stop',
          question: 'wher is it?',
          answer: 'answer to wher is it?',
          feedback: { rating: 'down', comment: '', at: expect.any(String) },
          createdAt: turn?.createdAt,
        },
      ])
      expect(Date.parse(turn?.attemptedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(turn?.createdAt ?? ''))
    }))

  test('is what later prompts have, with its own answer', () =>
    talk({}, async (session) => {
      const id = await session.ask('one')
      await session.retry(id, { attempt: 2, text: 'two' })
      await session.ask('and?')
      expect(told(session)).toEqual(['two', 'answer to two', 'and?'])
    }))

  test('without an answer leaves the earlier question and answer in the prompt', () =>
    talk({}, async (session) => {
      const id = await session.ask('one')
      await session.retry(id, { attempt: 2, text: 'two' })
      session.answer = () => ({ text: '' })
      await session.retry(id, { attempt: 3, text: 'three' })
      session.answer = () => ({ text: 'yes' })
      expect(await session.turns()).toMatchObject([{ question: 'three', state: 'failed' }])
      await session.ask('and?')
      expect(told(session)).toEqual(['two', 'answer to two', 'and?'])
    }))

  test('is kept by a retry without a text', () =>
    talk({}, async (session) => {
      const id = await session.ask('one')
      await session.retry(id, { attempt: 2, text: 'two' })
      await session.retry(id)
      expect(told(session)).toEqual(['two'])
      await session.retry(id, { attempt: 4, text: 'one' })
      expect(told(session)).toEqual(['one'])
      expect(await session.turns()).toMatchObject([
        { question: 'one', earlierAttempts: [{ question: 'one' }, { question: 'two' }, { question: 'two' }] },
      ])
    }))

  test('has its own size, not the earlier one’s', () =>
    talk({ contextTokens: 1000 }, async (session) => {
      const id = await session.ask('short')
      await session.retry(id, { attempt: 2, text: 'words of a question '.repeat(60) })
      const sizes = session.storage.sql.exec<{ tokens: number }>('SELECT tokens FROM attempts ORDER BY attempt')
      const [before = 0, after = 0] = sizes.toArray().map(({ tokens }) => tokens)
      expect(after).toBeGreaterThan(before + 200)
    }))

  test('survives the process', () =>
    talk({}, async (session) => {
      const id = await session.ask('one')
      await session.retry(id, { attempt: 2, text: 'two' })
      const before = await session.turns()
      session.restart()
      expect(await session.turns()).toEqual(before)
      await session.ask('and?')
      expect(told(session)).toEqual(['two', 'answer to two', 'and?'])
    }))
})

describe('sent more than once', () => {
  test('while its answer is on its way and after, it makes one attempt, and every page gets all of it', () =>
    talk({}, async (session) => {
      const id = await session.ask('one')
      const ownerAuth = Promise.withResolvers<void>()
      session.answer = async () => {
        await ownerAuth.promise
        return { text: 'once' }
      }
      const edit = () => session.retry(id, { attempt: 2, text: 'two' })
      const both = [edit(), edit()]
      await expect.poll(() => session.prompts.length, PATIENT).toBe(2)
      const third = edit()
      ownerAuth.resolve()
      const [a, b, c] = await Promise.all([...both, third])
      expect(b).toEqual(a)
      expect(c).toEqual(a)
      session.restart()
      expect(await edit()).toMatchObject([{ event: 'snapshot', data: { turn: { question: 'two', answer: 'once' } } }])
      expect(session.prompts).toHaveLength(2)
    }))

  test('with a different text, the second is refused, while the answer is on its way and after', () =>
    talk({}, async (session) => {
      const id = await session.ask('one')
      const ownerAuth = Promise.withResolvers<void>()
      session.answer = async () => {
        await ownerAuth.promise
        return { text: 'once' }
      }
      const refused = { code: 'turn_conflict', param: 'text' }
      const first = session.retry(id, { attempt: 2, text: 'two' })
      await expect(session.retry(id, { attempt: 2, text: 'three' })).rejects.toMatchObject(refused)
      ownerAuth.resolve()
      await first
      await expect(session.retry(id, { attempt: 2, text: 'three' })).rejects.toMatchObject(refused)
      await expect(session.retry(id, { attempt: 2, text: 'one' })).rejects.toMatchObject(refused)
      expect(session.prompts).toHaveLength(2)
    }))

  test('repeating the first question later still attaches; the edited text under its id does not', () =>
    talk({}, async (session) => {
      const id = await session.ask('one')
      await session.retry(id, { attempt: 2, text: 'two' })
      const read = await session.askAs(id, 'one')
      expect(read.at(-1)).toMatchObject({ event: 'done', data: { turn: { attempt: 2 } } })
      await expect(session.askAs(id, 'two')).rejects.toMatchObject({ code: 'turn_conflict', param: 'id' })
      expect(session.prompts).toHaveLength(2)
    }))
})

describe('is refused', () => {
  test('for a turn that is not the last; but an edit accepted before that attaches', () =>
    talk({}, async (session) => {
      const id = await session.ask('one')
      await session.retry(id, { attempt: 2, text: 'two' })
      await session.ask('next')
      await expect(session.retry(id, { attempt: 3, text: 'three' })).rejects.toMatchObject({
        code: 'turn_conflict',
        param: 'id',
      })
      expect((await session.retry(id, { attempt: 2, text: 'two' })).at(-1)).toMatchObject({
        data: { turn: { attempt: 2 } },
      })
      expect(session.prompts).toHaveLength(3)
    }))

  test('while the last attempt is on its way, and for an attempt that skips one', () =>
    talk({}, async (session) => {
      const ownerAuth = Promise.withResolvers<void>()
      session.answer = async () => {
        await ownerAuth.promise
        return { text: 'yes' }
      }
      const id = crypto.randomUUID()
      const asked = session.askAs(id, 'one')
      await expect.poll(() => session.prompts.length, PATIENT).toBe(1)
      const refused = { code: 'turn_conflict', param: 'attempt' }
      await expect(session.retry(id, { attempt: 2, text: 'two' })).rejects.toMatchObject(refused)
      ownerAuth.resolve()
      await asked
      await expect(session.retry(id, { attempt: 3, text: 'two' })).rejects.toMatchObject(refused)
      expect(session.prompts).toHaveLength(1)
    }))
})

test('is in the history copy with every question, and is restored from there unchanged', () =>
  simulate(4, async (simulation) => {
    const id = crypto.randomUUID()
    const first = await simulation.ask(id, 'one')
    await simulation.until(() => first.closed)
    await retry(simulation, id, 2, 'two')
    await retry(simulation, id, 3, 'three')
    await simulation.pass(20_000)
    const before = await simulation.turns()
    expect(before[0]?.earlierAttempts.map(({ question }) => question)).toEqual(['one', 'two'])

    await simulation.drop()
    expect(await simulation.turns()).toEqual(before)
    // The first question is still known, and the newest is still the one that is tried again.
    const again = await simulation.ask(id, 'one')
    await simulation.until(() => again.closed)
    expect(again.ended).toBe('snapshot')
    await retry(simulation, id, 4, null)
    expect(simulation.requests.at(-1)?.messages.at(-1)?.content).toBe('three')
    expect(simulation.requests).toHaveLength(4)
  }))

async function retry(simulation: Simulation, id: string, attempt: number, text: string | null): Promise<void> {
  const page = await simulation.retry(id, attempt, text)
  await simulation.until(() => page.closed)
}
