/** The cost of a turn in the Worker, compared with a bare `fetch` and with the usual alternatives. */
import { readFile } from 'node:fs/promises'
import { BYTE_BUDGETS } from '../budgets.ts'
import { bundleSubject, gzipped } from '../worker/bundle.ts'
import { BARE, CLIENTS, INGLENOOK, PEERS, startContenders, UPSTREAM } from '../worker/contenders.ts'
import { contest, type Condition, type Result } from '../worker/contest.ts'
import { BUILT, EMPTY_CLASSES, ourModules, subjectModules } from '../worker/start-programs.ts'
import { differences, startInTurns, type Starts } from '../worker/starts.ts'
import { startOwnUpstream } from '../worker/own-upstream.ts'
import type { Check, Options, Section, Table } from '../report.ts'
import { difference, median, quantile, ratio, short, spread, told, withNoise } from '../spread.ts'
import { prepareStarters } from '../worker/start-up.ts'

const CHUNKS = 200
const MOST_FIRST_WORD_MILLISECONDS = 8
const MOST_START_MILLISECONDS = 25

interface Planned extends Condition {
  /** In multiples of the CPU time of a bare fetch: the value of release 0.1. */
  mostCpu: number
}

/** Turns and rounds for about ten minutes in all on two cores, so that the whole run stays under twenty. */
const CONDITIONS: readonly Planned[] = [
  { chunks: CHUNKS, pauseMilliseconds: 0, concurrency: 1, turns: 16, rounds: 5, together: false, mostCpu: 4.6 },
  { chunks: CHUNKS, pauseMilliseconds: 0, concurrency: CLIENTS, turns: 32, rounds: 5, together: false, mostCpu: 4.6 },
  { chunks: CHUNKS, pauseMilliseconds: 3, concurrency: 1, turns: 3, rounds: 4, together: false, mostCpu: 3.1 },
  { chunks: CHUNKS, pauseMilliseconds: 3, concurrency: CLIENTS, turns: 32, rounds: 4, together: false, mostCpu: 3.1 },
  { chunks: CHUNKS, pauseMilliseconds: 20, concurrency: 1, turns: 3, rounds: 3, together: true, mostCpu: 3.4 },
  { chunks: CHUNKS, pauseMilliseconds: 20, concurrency: CLIENTS, turns: 32, rounds: 3, together: false, mostCpu: 3.4 },
]
const STARTS = 15
const EMPTY = 'an empty Worker'
const EMPTY_BOUND = 'an empty Worker with our bindings'

export async function run({ isQuick }: Options): Promise<Section> {
  const measured = await measure(isQuick)
  const starts = await startUp(isQuick ? 2 : STARTS)
  const sizes = await bundles()
  return {
    name: 'worker',
    title: 'Worker',
    intro:
      `Each Worker in a workerd of its own on a socket of its own, without the development proxy; a scripted upstream in its own ` +
      `process answers with ${CHUNKS} chunks. Ours is the whole turn: token, Durable Object, SQLite, KV, ledger, with the site ` +
      '`demo` as it is. Its KV is simulated inside the same workerd and counted with it. CPU is what the scheduler has charged ' +
      'to all threads of the workerd; “whole” goes on for ten seconds more, and so has what a session does then (its copy in KV, ' +
      'the search index, the ledger). First word: over that of the upstream itself.',
    tables: [...measured.map(conditionTable), startTable(starts), sizeTable(sizes)],
    checks: [
      ...measured.map(cpuCheck),
      ...measured.filter(({ condition }) => condition.concurrency === 1 && !condition.together).map(firstWordCheck),
      {
        what: 'start-up over an empty Worker',
        budget: MOST_START_MILLISECONDS,
        ...withNoise(spread(startDifferences(starts, INGLENOOK))),
        unit: 'ms',
        profile: 'start-up',
      },
      {
        what: 'Worker, everything (gzip)',
        budget: BYTE_BUDGETS.worker / 1000,
        measured: (sizes.get(INGLENOOK) ?? Number.NaN) / 1000,
        unit: 'kB',
      },
    ],
    figures: figures(measured, starts, sizes),
  }
}

interface Measured {
  condition: Planned
  results: readonly Result[]
}

async function measure(isQuick: boolean): Promise<Measured[]> {
  const upstream = await startOwnUpstream()
  const contenders = await startContenders(upstream.url)
  try {
    const all: Measured[] = []
    for (const planned of CONDITIONS) {
      const condition = isQuick ? { ...planned, turns: Math.min(planned.turns, 4), rounds: 1 } : planned
      all.push({ condition, results: await contest(contenders, upstream, condition) })
    }
    return all
  } finally {
    for (const { stop } of contenders) await stop()
    await upstream.stop()
  }
}

/** One of them by its name. */
function of(results: readonly Result[], name: string): Result {
  const found = results.find((result) => result.name === name)
  if (!found) throw new Error(`${name} was not measured`)
  return found
}

const cpuRatio = ({ results }: Measured, name: string) =>
  ratio(of(results, name).wholeCpuMilliseconds, of(results, BARE).wholeCpuMilliseconds)

const said = ({ pauseMilliseconds, concurrency }: Condition) =>
  `${pauseMilliseconds} ms between chunks, ${concurrency} at once`

function conditionTable(measured: Measured): Table {
  const { condition, results } = measured
  const upstream = of(results, UPSTREAM).firstWordMilliseconds
  return {
    title: `${CHUNKS} chunks, ${said(condition)}`,
    columns: [
      '',
      'turns a second',
      'p50 (ms)',
      'p99 (ms)',
      'first word (+ms)',
      'CPU to the last word (ms)',
      '× bare',
      'CPU, whole (ms)',
      '× bare',
    ],
    rows: results.map((result) => [
      result.name,
      short(median(result.turnsPerSecond)),
      short(median(result.milliseconds)),
      short(quantile(result.milliseconds, 0.99)),
      ...(result.name === UPSTREAM
        ? [`(${short(median(upstream))})`, '', '', '', '']
        : [
            told(difference(result.firstWordMilliseconds, upstream)),
            told(spread(result.cpuMilliseconds)),
            told(ratio(result.cpuMilliseconds, of(results, BARE).cpuMilliseconds)),
            told(spread(result.wholeCpuMilliseconds)),
            told(cpuRatio(measured, result.name)),
          ]),
    ]),
    note: `${condition.rounds} rounds of ${condition.turns} turns each${condition.together ? ', all at the same time' : ''}.`,
  }
}

const cpuCheck = (measured: Measured): Check => ({
  what: `Worker CPU of a turn, whole, beside a bare fetch: ${said(measured.condition)}`,
  budget: measured.condition.mostCpu,
  ...withNoise(cpuRatio(measured, INGLENOOK)),
  unit: '×',
  profile: 'turn',
})

/** Compared with the bare fetch. */
const addedFirstWord = ({ results }: Measured) =>
  difference(of(results, INGLENOOK).firstWordMilliseconds, of(results, BARE).firstWordMilliseconds)

const firstWordCheck = (measured: Measured): Check => ({
  what: `first word over that of a bare fetch, session awake: ${said(measured.condition)}`,
  budget: MOST_FIRST_WORD_MILLISECONDS,
  ...withNoise(addedFirstWord(measured)),
  unit: 'ms',
  profile: 'turn',
})

async function startUp(rounds: number): Promise<Starts> {
  const empty = await subjectModules('empty')
  const programs = new Map([
    [EMPTY, { modules: empty, hasBindings: false }],
    [EMPTY_BOUND, { modules: { 'index.js': EMPTY_CLASSES + empty['index.js'] }, hasBindings: true }],
  ])
  for (const [name, subject] of PEERS)
    programs.set(name, { modules: await subjectModules(subject), hasBindings: false })
  programs.set(INGLENOOK, { modules: await ourModules(), hasBindings: true })
  const { starters, stop } = await prepareStarters(programs)
  try {
    return await startInTurns(starters, rounds)
  } finally {
    await stop()
  }
}

const startDifferences = (starts: Starts, name: string): number[] => differences(starts, name, EMPTY)

function startTable(starts: Starts): Table {
  return {
    title: 'From spawning workerd to the first answer',
    columns: ['', 'ms', 'over an empty Worker (ms)'],
    rows: [...starts].map(([name, all]) => [name, told(spread(all)), told(spread(startDifferences(starts, name)))]),
    note: `${starts.get(EMPTY)?.length ?? 0} starts of each, in turns, of \`workerd serve\` alone. With our bindings: four classes of Durable Objects that do nothing, two KV namespaces, the variables. bench/profiles/start-up.md tells the rest.`,
  }
}

/** gzip -9, in bytes. */
async function bundles(): Promise<Map<string, number>> {
  const sizes = new Map<string, number>()
  for (const [name, subject] of PEERS) sizes.set(name, gzipped(await bundleSubject(subject)))
  sizes.set(INGLENOOK, gzipped(await readFile(BUILT)))
  return sizes
}

const sizeTable = (sizes: Map<string, number>): Table => ({
  title: 'Worker bundle',
  columns: ['', 'gzip -9 (kB)'],
  rows: [...sizes].map(([name, bytes]) => [name, short(bytes / 1000)]),
})

function figures(measured: readonly Measured[], starts: Starts, sizes: Map<string, number>): Record<string, string> {
  const found: Record<string, string> = {}
  const names: readonly (readonly [string, string])[] = [[INGLENOOK, 'ours'], ...PEERS]
  for (const [name, key] of names) {
    for (const one of measured) {
      const { pauseMilliseconds, concurrency } = one.condition
      found[`worker.${key}.cpu-${pauseMilliseconds}ms-${concurrency}`] = `${short(cpuRatio(one, name).median, 2)} ×`
    }
    found[`worker.${key}.start`] = `${short(median(startDifferences(starts, name)), 2)} ms`
    found[`worker.${key}.bundle`] = `${short((sizes.get(name) ?? Number.NaN) / 1000)} kB`
  }
  return found
}
