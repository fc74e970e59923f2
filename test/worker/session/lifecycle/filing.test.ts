/** What a session brings to the site's search index: with the history copy, again until it has it, and never the history copy for its sake. */
import { expect, test } from 'vitest'
import * as keep from '../../../../worker/session/lifecycle/sync-state.ts'
import { simulate, type Simulation } from '../../support/simulated-session.ts'

const PAUSE = 15_000
const uuid = () => crypto.randomUUID()

async function ask(simulation: Simulation, text: string): Promise<string> {
  const id = uuid()
  const page = await simulation.ask(id, text)
  await simulation.until(() => page.closed)
  return id
}

const filed = ({ transcriptSearch }: Simulation) =>
  transcriptSearch.filings.at(-1)?.turns.map(({ question }) => question)

test('a chat is indexed once per pause, with its usage records, and not at all while nothing changes', () =>
  simulate(1, async (simulation) => {
    for (const text of ['one', 'two', 'three']) await ask(simulation, text)
    expect(simulation.transcriptSearch.requests).toBe(0)
    await simulation.pass(PAUSE)
    expect(simulation.transcriptSearch.requests).toBe(1)
    const { session } = simulation.holder
    expect(simulation.transcriptSearch.filings).toMatchObject([{ session, turns: await simulation.turns() }])
    expect(simulation.transcriptSearch.filings[0]?.receipts).toEqual(simulation.ledger.entries())
    expect(simulation.transcriptSearch.filings[0]?.expiresAt).toBeGreaterThan(Date.now())
    await simulation.pass(120_000)
    expect(simulation.transcriptSearch.requests).toBe(1)

    const [turn] = await simulation.turns()
    const rate = { attempt: null, rating: 'up', comment: '' } as const
    await simulation.run({ do: 'rate', id: turn?.id ?? '', rate, retentionDays: 30 })
    // Feedback alone can wait.
    await simulation.pass(90_000)
    expect(simulation.transcriptSearch.filings[1]?.turns[0]?.feedback?.rating).toBe('up')
  }))

test('an index that fails gets everything when it works again, even after a crash; the history copy is written once', () =>
  simulate(2, async (simulation) => {
    simulation.transcriptSearch.fails = true
    await ask(simulation, 'one')
    await simulation.pass(200_000)
    const { puts } = simulation.kv.counts
    expect(puts).toBe(1)
    expect(simulation.transcriptSearch.requests).toBeGreaterThan(3)
    expect(simulation.transcriptSearch.requests).toBeLessThan(12)
    simulation.kill()
    simulation.transcriptSearch.fails = false
    await simulation.pass(70_000)
    expect(filed(simulation)).toEqual(['one'])
    expect(simulation.kv.counts.puts).toBe(puts)
    const { requests } = simulation.transcriptSearch
    await simulation.pass(200_000)
    expect(simulation.transcriptSearch.requests).toBe(requests)
  }))

test('a failing history copy does not delay the index', () =>
  simulate(3, async (simulation) => {
    simulation.kv.refuses = true
    await ask(simulation, 'one')
    await simulation.pass(PAUSE)
    expect(filed(simulation)).toEqual(['one'])
    await simulation.pass(60_000)
    expect(simulation.transcriptSearch.requests).toBe(1)
  }))

test('what was not indexed yet stays out of the index when its visitor erases it', () =>
  simulate(4, async (simulation) => {
    simulation.transcriptSearch.fails = true
    await ask(simulation, 'one')
    await simulation.pass(PAUSE)
    const { requests } = simulation.transcriptSearch
    expect(requests).toBeGreaterThan(0)
    await simulation.run({ do: 'forget' })
    simulation.transcriptSearch.fails = false
    await simulation.pass(120_000)
    expect(simulation.transcriptSearch.requests).toBe(requests)
    expect(simulation.ledger.forgotten).toEqual([simulation.holder.session])
  }))

test('a session that was stored before there was an index is indexed with its next change', () => {
  const holder = { site: 's', session: 's', issuedAt: 0 }
  const { unfiled: _, ...stored } = keep.newSyncState(holder, 0)
  expect(keep.fileDue(stored)).toBeNull()
  const changed = keep.changed(stored, 1000)
  expect(keep.fileDue(keep.written(changed, 1000, 9000))).toBe(1100)
  expect(keep.fileDue(keep.filed(keep.written(changed, 1000, 9000), 1000))).toBeNull()
  // What changed while it was being filed is filed later.
  const again = keep.changed(changed, 2000)
  expect(keep.filed(again, 1000).unfiled?.changedAt).toBe(2000)
})
