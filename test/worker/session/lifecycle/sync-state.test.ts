/** How long a session is kept, and what keeps it: in virtual time, with a faulty KV. */
import { expect, test } from 'vitest'
import { simulate } from '../../support/simulated-session.ts'

const DAY = 24 * 60 * 60 * 1000
const uuid = () => crypto.randomUUID()

test('if nobody listens for longer than the site allows, the answer ends as interrupted, with its text', () =>
  simulate(1, async (simulation) => {
    const words = Array.from({ length: 200 }, (_, word) => `${word} `)
    simulation.manners.set('long', { words, pause: 1000 })
    const page = await simulation.ask(uuid(), 'long')
    await simulation.pass(5000)
    await page.leave()
    await simulation.pass(110_000)
    expect((await simulation.turns())[0]?.state).toBe('streaming')
    await simulation.pass(15_000)
    const [turn] = await simulation.turns()
    expect(turn).toMatchObject({ state: 'interrupted', failure: 'answer_cut' })
    expect(turn?.answer.split(' ').length).toBeGreaterThan(110)
    expect(turn?.answer.split(' ').length).toBeLessThan(130)
  }))

test('a page that comes back in time keeps the answer going', () =>
  simulate(2, async (simulation) => {
    const words = Array.from({ length: 200 }, (_, word) => `${word} `)
    simulation.manners.set('long', { words, pause: 1000 })
    const id = uuid()
    const first = await simulation.ask(id, 'long')
    await simulation.pass(5000)
    await first.leave()
    await simulation.pass(100_000)
    const second = await simulation.resume(id, first.ids.at(-1) ?? null)
    await simulation.until(() => second.closed)
    expect(first.text + second.text).toBe(words.join(''))
  }))

test('feedback alone is copied once a minute, however often a visitor changes it; with an answer it is copied at once', () =>
  simulate(4, async (simulation) => {
    const id = uuid()
    const first = await simulation.ask(id, 'question')
    await simulation.until(() => first.closed)
    await simulation.pass(10_000)
    const puts = simulation.kv.counts.puts
    for (let change = 0; change < 12; change += 1) {
      const rating = change % 2 === 0 ? ('up' as const) : ('down' as const)
      await simulation.run({ do: 'rate', id, rate: { rating, comment: '', attempt: null }, retentionDays: 30 })
      await simulation.pass(5_000)
    }
    expect(simulation.kv.counts.puts - puts).toBe(1)
    await simulation.run({ do: 'rate', id, rate: { rating: 'up', comment: 'So!', attempt: null }, retentionDays: 30 })
    const second = await simulation.ask(uuid(), 'another')
    await simulation.until(() => second.closed)
    await simulation.pass(10_000)
    expect(simulation.kv.counts.puts - puts).toBe(2)
    expect(JSON.stringify(simulation.kv.settled(simulation.copyKey))).toContain('So!')
  }))

test('when the retention period ends, the object has erased itself and KV', () =>
  simulate(3, async (simulation) => {
    const page = await simulation.ask(uuid(), 'question')
    await simulation.until(() => page.closed)
    await simulation.pass(20_000)
    expect(simulation.kv.settled(simulation.copyKey)).not.toBeNull()
    const alarm = await simulation.storage.getAlarm()
    expect(alarm).toBeGreaterThan(Date.now() + 29 * DAY)

    await simulation.jump(31 * DAY)
    await simulation.until(() => simulation.kv.settled(simulation.copyKey) === null)
    for (const table of ['turns', 'attempts', 'chunks']) {
      expect(simulation.storage.sql.exec(`SELECT * FROM ${table}`).toArray()).toEqual([])
    }
    expect([...simulation.storage.kv.list()]).toEqual([])
  }))

test('a panel that was opened and never used is gone after a day', () =>
  simulate(4, async (simulation) => {
    expect(await simulation.turns()).toEqual([])
    expect([...simulation.storage.kv.list()]).toHaveLength(1)
    await simulation.jump(1.1 * DAY)
    expect([...simulation.storage.kv.list()]).toEqual([])
  }))

test('a KV that refuses every write does not stop the alarm, and gets the history when it works again', () =>
  simulate(5, async (simulation) => {
    simulation.kv.refuses = true
    const page = await simulation.ask(uuid(), 'question')
    await simulation.until(() => page.closed)
    await simulation.pass(120_000)
    expect(simulation.kv.settled(simulation.copyKey)).toBeNull()
    expect(await simulation.storage.getAlarm()).not.toBeNull()
    simulation.kv.refuses = false
    await simulation.pass(70_000)
    expect(simulation.kv.settled(simulation.copyKey)).toMatchObject({ turns: await simulation.turns() })
  }))

test('a question that arrives while the session expires is kept, and so are the earlier turns', () =>
  simulate(6, async (simulation) => {
    const first = await simulation.ask(uuid(), 'before')
    await simulation.until(() => first.closed)
    await simulation.pass(20_000)
    simulation.kv.delayMilliseconds = 200
    const expiring = simulation.jump(31 * DAY)
    const second = await simulation.ask(uuid(), 'meanwhile')
    await expiring
    await simulation.until(() => second.closed)
    expect(second.ended).toBe('done')
    expect((await simulation.turns()).map(({ question }) => question)).toEqual(['before', 'meanwhile'])
    await simulation.pass(20_000)
    expect(simulation.kv.settled(simulation.copyKey)).toMatchObject({ turns: await simulation.turns() })
  }))

test('an answer that streams across the expiry does not trigger the alarm endlessly', () =>
  simulate(7, async (simulation) => {
    const words = Array.from({ length: 30 }, (_, word) => `${word} `)
    simulation.manners.set('long', { words, pause: 1000 })
    await simulation.turns()
    await simulation.jump(0.99 * DAY)
    const page = await simulation.ask(uuid(), 'long')
    await simulation.jump(0.02 * DAY)
    expect(await simulation.storage.getAlarm()).toBeGreaterThan(Date.now())
    await simulation.until(() => page.closed)
    expect(page.text).toBe(words.join(''))
  }))

test('a “forget me” that a crash interrupted is finished by the alarm, in the history copy too', () =>
  simulate(8, async (simulation) => {
    const page = await simulation.ask(uuid(), 'a secret')
    await simulation.until(() => page.closed)
    await simulation.pass(20_000)
    expect(simulation.kv.settled(simulation.copyKey)).not.toBeNull()
    void simulation.run({ do: 'forget' }).catch(() => {})
    await Promise.resolve()
    simulation.kill()
    await simulation.pass(20_000)
    expect(simulation.kv.settled(simulation.copyKey)).toBeNull()
    expect(simulation.storage.sql.exec('SELECT * FROM turns').toArray()).toEqual([])
  }))

test('a session that was erased with an old token is not revived by a newer one while that one is valid', () =>
  simulate(12, async (simulation) => {
    const page = await simulation.ask(uuid(), 'question')
    await simulation.until(() => page.closed)
    await simulation.pass(20_000)
    // Half its life over, the token was made anew for one of two tabs; the other one asks with the old.
    await simulation.run({ do: 'forget' })
    for (let day = 0; day < 30; day += 3) {
      await expect(simulation.turns()).rejects.toMatchObject({ code: 'session_forgotten' })
      if (day < 27) await simulation.jump(3 * DAY)
    }
    await simulation.jump(4 * DAY)
    expect([...simulation.storage.kv.list()]).toEqual([])
  }))
