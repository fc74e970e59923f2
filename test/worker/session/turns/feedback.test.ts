/** What a visitor thinks of an answer: on which attempt it stands, how long it stays, who gets to see it. */
import { describe, expect, test } from 'vitest'
import { PATIENT } from '../../../support/sampling/patient.ts'
import { simulate, site, type Simulation } from '../../support/simulated-session.ts'
import { talk } from '../../support/talking-session.ts'

const DAY = 24 * 60 * 60 * 1000
const TIME = expect.stringMatching(/^\d{4}-.*Z$/)

/** Feedback alone is copied within a minute; KV may refuse the first try. */
const COPIED = 90_000

describe('feedback', () => {
  test('is on the newest attempt, with its comment and its time', () =>
    talk({}, async ({ ask, rate, turns }) => {
      const id = await ask('why?')
      expect((await turns())[0]?.feedback).toBeNull()
      const rated = await rate(id, { rating: 'down', comment: 'Not <b>quite</b>' })
      const feedback = { rating: 'down', comment: 'Not <b>quite</b>', at: TIME }
      expect(rated).toMatchObject({ turn: { id, attempt: 1, state: 'complete' }, attempt: 1, feedback })
      expect(await turns()).toMatchObject([{ feedback: rated.feedback }])
    }))

  test('replaces earlier feedback: rating, comment and all', () =>
    talk({}, async ({ ask, rate, turns }) => {
      const id = await ask('why?')
      await rate(id, { rating: 'up', comment: 'good' })
      await rate(id, { rating: 'down' })
      expect((await turns())[0]?.feedback).toMatchObject({ rating: 'down', comment: '' })
      await rate(id, { rating: null, comment: 'neither' })
      expect((await turns())[0]?.feedback).toMatchObject({ rating: null, comment: 'neither' })
      expect(await rate(id, { rating: null })).toMatchObject({ feedback: null })
      expect((await turns())[0]?.feedback).toBeNull()
    }))

  test('stays on its attempt when the question is retried, and an earlier attempt can still be rated', () =>
    talk({}, async ({ ask, rate, retry, turns }) => {
      const id = await ask('why?')
      await rate(id, { rating: 'down' })
      await retry(id)
      await retry(id)
      await rate(id, { rating: 'up', attempt: 2 })
      expect(await turns()).toMatchObject([
        {
          attempt: 3,
          feedback: null,
          earlierAttempts: [{ feedback: { rating: 'down' } }, { feedback: { rating: 'up' } }],
        },
      ])
      await rate(id, { rating: 'up' })
      expect(await turns()).toMatchObject([{ attempt: 3, feedback: { rating: 'up' } }])
    }))

  test('is refused for an unknown turn or attempt', () =>
    talk({}, async ({ ask, rate }) => {
      const id = await ask('why?')
      await expect(rate(crypto.randomUUID(), { rating: 'up' })).rejects.toMatchObject({ code: 'unknown_turn' })
      await expect(rate(id, { rating: 'up', attempt: 2 })).rejects.toMatchObject({
        code: 'unknown_turn',
        param: 'attempt',
      })
    }))

  test('is refused while the attempt is on its way, and accepted for a stopped or failed one', () =>
    talk({}, async (session) => {
      const answered = Promise.withResolvers<void>()
      session.answer = async () => {
        await answered.promise
        return { text: '' }
      }
      const [streaming, queued] = [crypto.randomUUID(), crypto.randomUUID()]
      const asked = [session.askAs(streaming, 'one'), session.askAs(queued, 'two')]
      await expect.poll(session.turns, PATIENT).toHaveLength(2)
      for (const id of [streaming, queued]) {
        const refused = { code: 'turn_conflict', param: 'attempt' }
        await expect(session.rate(id, { rating: 'up' })).rejects.toMatchObject(refused)
      }
      await session.run({ do: 'stop', id: queued })
      answered.resolve()
      await Promise.all(asked)
      expect((await session.turns()).map(({ state }) => state)).toEqual(['failed', 'stopped'])
      for (const id of [streaming, queued]) await session.rate(id, { rating: 'down' })
      expect(await session.turns()).toMatchObject([{ feedback: { rating: 'down' } }, { feedback: { rating: 'down' } }])
    }))

  test('is never sent to the model, and never logged', () =>
    talk({}, async ({ ask, rate, prompts, log }) => {
      await rate(await ask('why?'), { rating: 'down', comment: 'a secret comment' })
      await ask('and?')
      expect(JSON.stringify([prompts, log])).not.toContain('secret comment')
      expect(log.length).toBeGreaterThan(0)
    }))
})

async function answered(simulation: Simulation): Promise<string> {
  const id = crypto.randomUUID()
  const page = await simulation.ask(id, 'why?')
  await simulation.until(() => page.closed)
  await simulation.pass(20_000)
  return id
}

const rate = ({ run }: Simulation, id: string, comment: string) =>
  run({ do: 'rate', id, rate: { attempt: null, rating: 'up', comment }, retentionDays: site.retentionDays })

describe('in the history copy', () => {
  const historyCopy = ({ kv, copyKey }: Simulation) => kv.settled(copyKey)

  test('feedback follows its turn, is restored from there, and is erased with the session', () =>
    simulate(1, async (simulation) => {
      const id = await answered(simulation)
      await rate(simulation, id, 'a secret comment')
      await simulation.pass(COPIED)
      const turns = await simulation.turns()
      expect(turns).toMatchObject([{ feedback: { rating: 'up', comment: 'a secret comment' } }])
      expect(historyCopy(simulation)).toMatchObject({ turns })

      await simulation.drop()
      expect(await simulation.turns()).toEqual(turns)

      await simulation.run({ do: 'forget' })
      expect(historyCopy(simulation)).toBeNull()
      expect(simulation.storage.sql.exec('SELECT * FROM attempts').toArray()).toEqual([])
      expect(JSON.stringify([...simulation.storage.kv.list()])).not.toContain('secret')
    }))

  test('the same feedback sent again is not written again', () =>
    simulate(2, async (simulation) => {
      const id = await answered(simulation)
      await rate(simulation, id, 'good')
      await simulation.pass(COPIED)
      const [before, { puts }] = [await simulation.turns(), { ...simulation.kv.counts }]
      await rate(simulation, id, 'good')
      await simulation.pass(COPIED)
      expect(await simulation.turns()).toEqual(before)
      expect(simulation.kv.counts.puts).toBe(puts)
      await rate(simulation, id, 'very good')
      await simulation.pass(COPIED)
      expect(simulation.kv.counts.puts).toBe(puts + 1)
      expect((await simulation.turns())[0]?.feedback?.at).not.toBe(before[0]?.feedback?.at)
    }))

  test('a restored session is kept for as long as the site says once its visitor rates an answer', () =>
    simulate(3, async (simulation) => {
      const id = await answered(simulation)
      await simulation.drop()
      await rate(simulation, id, 'good')
      await simulation.jump(29 * DAY)
      expect(await simulation.turns()).toMatchObject([{ id, feedback: { comment: 'good' } }])
      expect(historyCopy(simulation)).toMatchObject({ turns: [{ id, feedback: { comment: 'good' } }] })
    }))
})
