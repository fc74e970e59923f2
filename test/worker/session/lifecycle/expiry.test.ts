/** What is gone when a session's time is over: the object's storage always, the history copy if its time is over too. */
import { describe, expect, test } from 'vitest'
import { simulate, site, type Simulation } from '../../support/simulated-session.ts'

const DAY = 24 * 60 * 60 * 1000
const RETENTION_DAYS = 7
const shortly = { ...site, retentionDays: RETENTION_DAYS }
/** Until a chat that pauses is in the history copy. */
const SOON = 90_000
const uuid = () => crypto.randomUUID()

const historyCopy = ({ kv, copyKey }: Simulation) => kv.settled(copyKey)
const noted = ({ storage }: Simulation) => [...storage.kv.list()]
const stored = ({ storage }: Simulation) =>
  ['turns', 'attempts', 'chunks', 'receipts'].flatMap((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray())

const ask = ({ run }: Simulation, id: string, text: string) => run({ do: 'ask', site: shortly, question: { id, text } })

async function asked(simulation: Simulation, text: string): Promise<string> {
  const id = uuid()
  await ask(simulation, id, text)
  await simulation.pass(SOON)
  expect(historyCopy(simulation)).toMatchObject({ turns: [{ id, state: 'complete' }] })
  return id
}

/** A session of which only the history copy is left. */
async function dropped(simulation: Simulation): Promise<string> {
  const id = await asked(simulation, 'long ago')
  await simulation.drop()
  return id
}

describe('a session that was restored from its history copy and only read', () => {
  test('leaves the object after a day and stays in the history copy, where its visitor finds it again', () =>
    simulate(11, async (simulation) => {
      await dropped(simulation)
      const kept = historyCopy(simulation)
      const turns = await simulation.turns()
      expect(turns).toMatchObject([{ question: 'long ago', answer: 'ok' }])
      await simulation.jump(0.99 * DAY)
      expect(stored(simulation)).not.toEqual([])
      await simulation.jump(0.02 * DAY)
      expect([stored(simulation), noted(simulation)]).toEqual([[], []])
      expect(historyCopy(simulation)).toEqual(kept)
      expect(await simulation.turns()).toEqual(turns)
    }))

  test('is not rewritten or erased by reading, however often', () =>
    simulate(2, async (simulation) => {
      await dropped(simulation)
      const kept = historyCopy(simulation)
      for (let day = 1; day <= 10; day += 1) {
        expect(await simulation.turns()).toHaveLength(1)
        if (day % 3 === 0) simulation.kill()
        await simulation.jump(1.01 * DAY)
      }
      expect(stored(simulation)).toEqual([])
      expect(historyCopy(simulation)).toEqual(kept)
    }))

  test('counts as only read after a repeated question, stop or resumption', () =>
    simulate(3, async (simulation) => {
      const id = await dropped(simulation)
      const kept = historyCopy(simulation)
      const again = await simulation.ask(id, 'long ago')
      const resumed = await simulation.resume(id, null)
      await simulation.run({ do: 'stop', id })
      await simulation.until(() => again.closed && resumed.closed)
      expect([again.ended, resumed.ended]).toEqual(['snapshot', 'snapshot'])
      await simulation.jump(1.01 * DAY)
      expect(stored(simulation)).toEqual([])
      expect(historyCopy(simulation)).toEqual(kept)
    }))

  test('is also erased in the history copy when its visitor asks for that', () =>
    simulate(4, async (simulation) => {
      await dropped(simulation)
      await simulation.turns()
      await simulation.run({ do: 'forget' })
      await simulation.pass(SOON)
      expect(historyCopy(simulation)).toBeNull()
      await expect(simulation.turns()).rejects.toMatchObject({ code: 'session_forgotten' })
    }))

  test('is also erased if the object has dropped it in the meantime', () =>
    simulate(5, async (simulation) => {
      await dropped(simulation)
      await simulation.turns()
      await simulation.jump(1.01 * DAY)
      expect(historyCopy(simulation)).not.toBeNull()
      await simulation.run({ do: 'forget' })
      await simulation.pass(SOON)
      expect(historyCopy(simulation)).toBeNull()
      await expect(simulation.turns()).rejects.toMatchObject({ code: 'session_forgotten' })
    }))
})

const USES: Readonly<Record<string, (simulation: Simulation, id: string) => Promise<unknown>>> = {
  asked: (simulation) => ask(simulation, uuid(), 'and now?'),
  retried: ({ run }, id) => run({ do: 'retry', site: shortly, id, attempt: 2, text: null }),
  rated: ({ run }, id) =>
    run({ do: 'rate', id, rate: { attempt: null, rating: 'up', comment: '' }, retentionDays: RETENTION_DAYS }),
}

describe.for(Object.entries(USES))('a session that was restored, read and then %s', ([, use]) => {
  test('is kept for as long as the site says, and then removed from the history copy too', () =>
    simulate(16, async (simulation) => {
      const id = await dropped(simulation)
      await simulation.turns()
      await simulation.jump(0.5 * DAY)
      await use(simulation, id)
      await simulation.pass(SOON)
      const turns = await simulation.turns()
      expect(historyCopy(simulation)).toMatchObject({ turns })
      await simulation.jump((RETENTION_DAYS - 0.01) * DAY)
      expect(await simulation.turns()).toEqual(turns)
      expect(historyCopy(simulation)).toMatchObject({ turns })
      await simulation.jump(0.02 * DAY)
      expect([stored(simulation), noted(simulation)]).toEqual([[], []])
      expect(historyCopy(simulation)).toBeNull()
    }))

  test('is removed even if the history copy never got the new turns', () =>
    simulate(7, async (simulation) => {
      const id = await dropped(simulation)
      simulation.kv.refuses = true
      await use(simulation, id)
      await simulation.pass(SOON)
      simulation.kill()
      await simulation.jump((RETENTION_DAYS - 0.01) * DAY)
      expect(stored(simulation)).not.toEqual([])
      expect(historyCopy(simulation)).toMatchObject({ turns: [{ id, attempt: 1, feedback: null }] })
      await simulation.jump(0.02 * DAY)
      expect(stored(simulation)).toEqual([])
      expect(historyCopy(simulation)).toBeNull()
    }))
})

test('turns that were never copied, because nothing ran until the time was over, are removed with the history copy', () =>
  simulate(12, async (simulation) => {
    await dropped(simulation)
    await ask(simulation, uuid(), 'and now?')
    await simulation.pass(1000)
    expect(historyCopy(simulation)).toMatchObject({ turns: [{ question: 'long ago' }] })
    await simulation.jump((RETENTION_DAYS + 0.01) * DAY)
    expect(stored(simulation)).toEqual([])
    expect(historyCopy(simulation)).toBeNull()
  }))

describe('while the history copy is being erased', () => {
  /** Lets the session expire, and something happen before KV has answered. */
  async function expire(
    simulation: Simulation,
    { meanwhile, fails }: { meanwhile(): Promise<unknown>; fails: boolean },
  ) {
    const asked = Promise.withResolvers<void>()
    const answered = Promise.withResolvers<void>()
    simulation.beforeDelete = () => {
      asked.resolve()
      return answered.promise
    }
    const expiring = simulation.jump((RETENTION_DAYS + 1) * DAY)
    await asked.promise
    simulation.beforeDelete = () => Promise.resolve()
    await meanwhile()
    if (fails) answered.reject(new Error('KV DELETE failed: 503 Service Unavailable'))
    else answered.resolve()
    await expiring
  }

  test('KV may fail: it is tried again a day later', () =>
    simulate(8, async (simulation) => {
      await asked(simulation, 'question')
      await expire(simulation, { meanwhile: () => Promise.resolve(), fails: true })
      await simulation.jump(0.99 * DAY)
      expect(stored(simulation)).not.toEqual([])
      expect(historyCopy(simulation)).not.toBeNull()
      await simulation.jump(0.02 * DAY)
      expect([stored(simulation), noted(simulation)]).toEqual([[], []])
      expect(historyCopy(simulation)).toBeNull()
    }))

  test.for([false, true])('a new question keeps the session for as long as the site says; KV fails: %s', (fails) =>
    simulate(9, async (simulation) => {
      await asked(simulation, 'before')
      const meanwhile = async () => {
        await ask(simulation, uuid(), 'meanwhile')
        await simulation.pass(500)
        expect(await simulation.turns()).toMatchObject([{}, { state: 'complete' }])
      }
      await expire(simulation, { meanwhile, fails })
      await simulation.pass(SOON)
      await simulation.jump((RETENTION_DAYS - 0.01) * DAY)
      const turns = await simulation.turns()
      expect(turns.map(({ question }) => question)).toEqual(['before', 'meanwhile'])
      expect(historyCopy(simulation)).toMatchObject({ turns })
      await simulation.jump(0.02 * DAY)
      expect(stored(simulation)).toEqual([])
      expect(historyCopy(simulation)).toBeNull()
    }),
  )

  test.for([false, true])('a visitor who asks to be forgotten is forgotten; KV fails: %s', (fails) =>
    simulate(10, async (simulation) => {
      await asked(simulation, 'a secret')
      await expire(simulation, { meanwhile: () => simulation.run({ do: 'forget' }), fails })
      await simulation.pass(SOON)
      await expect(simulation.turns()).rejects.toMatchObject({ code: 'session_forgotten' })
      expect(historyCopy(simulation)).toBeNull()
      expect(simulation.ledger.forgotten).toEqual([simulation.holder.session])
    }),
  )
})
