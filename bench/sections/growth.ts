/** What grows, and how fast: with the conversation, the owner's stored data, and the number of concurrent visitors. */
import { compareLists, type Compared } from '../history/console-lists.ts'
import { LANGUAGES } from '../history/conversation.ts'
import { compareLengths, type Length } from '../worker/lengths.ts'
import { growth, promptCosts, type PromptCost } from '../history/prompt-costs.ts'
import type { Check, Options, Section, Table } from '../report.ts'
import { median, quantile, ratio, short, spread, told, withNoise } from '../spread.ts'
import { manyStreams, type Streams } from '../worker/many-streams.ts'

const LENGTHS = [2, 20, 200]
const STREAMS = [1, 10, 100, 300]
const REPEATS = 21
/** Sessions in the console's lists. */
const SIZES = [100, 10_000] as const
const LIST_REPEATS = 31
const SEEDS = 10

const MOST_BY_LENGTH = 1.25
const MOST_PROMPT_GROWTH = 1.25
const MOST_BY_SESSIONS = 3

export async function run({ isQuick }: Options): Promise<Section> {
  const lengths = await compareLengths(LENGTHS, isQuick ? 3 : REPEATS)
  const streams = await manyStreams(STREAMS)
  const sizes = isQuick ? ([100, 1000] as const) : SIZES
  const lists = await compareLists({ sizes, repeats: isQuick ? 3 : LIST_REPEATS, log: () => {} })
  const prompts = promptCosts({ seeds: isQuick ? 1 : SEEDS })
  const ofLong = compared(lengths, lengths.at(-1))
  const slowest = lists.toSorted((one, other) => other.large / other.small - one.large / one.small)[0]
  const largest = Math.max(...LANGUAGES.map((language) => growth(prompts, language)))
  return {
    name: 'growth',
    title: 'Growth',
    intro: 'Ours alone, the whole Worker: beside itself with less to carry.',
    tables: [lengthTable(lengths), promptTable(prompts), listTable(lists, sizes), streamTable(streams)],
    checks: [
      {
        what: 'one turn after 200 turns beside one after 2: time',
        budget: MOST_BY_LENGTH,
        ...withNoise(ofLong.ask),
        unit: '×',
      },
      {
        what: 'one turn after 200 turns beside one after 2: CPU',
        budget: MOST_BY_LENGTH,
        ...withNoise(ofLong.cpu),
        unit: '×',
      },
      {
        what: 'prompt tokens a turn, 500 turns beside 50, the worst language',
        budget: MOST_PROMPT_GROWTH,
        measured: largest,
        unit: '×',
      },
      {
        what: `console, ${sizes[1]} sessions beside ${sizes[0]}, the slowest list (${slowest?.what ?? ''})`,
        budget: MOST_BY_SESSIONS,
        measured: slowest ? slowest.large / slowest.small : Number.NaN,
        unit: '×',
      },
      ...streams.map(lostCheck),
    ],
    figures: {
      'growth.turn': `${short(ofLong.ask.median, 2)} ×`,
      'growth.turn-cpu': `${short(ofLong.cpu.median, 2)} ×`,
      'growth.prompt': `${short(largest, 2)} ×`,
      'growth.streams': `${streams.at(-1)?.complete ?? 0} of ${streams.at(-1)?.streams ?? 0}`,
      'growth.streams-lag': `${short(quantile(streams.at(-1)?.lagMilliseconds ?? [], 0.99))} ms`,
    },
  }
}

/** Compared with the shortest. */
function compared(lengths: readonly Length[], one: Length | undefined) {
  const shortest = lengths[0]
  if (!shortest || !one) throw new Error('no session was measured')
  return {
    open: ratio(one.openMilliseconds, shortest.openMilliseconds),
    ask: ratio(one.askMilliseconds, shortest.askMilliseconds),
    cpu: ratio(one.cpuMilliseconds, shortest.cpuMilliseconds),
  }
}

function lengthTable(lengths: readonly Length[]): Table {
  return {
    title: 'One more turn, of 20 chunks',
    columns: ['after', 'turn (ms)', '×', 'CPU (ms)', '×', 'opening the panel (ms)', '×', 'prompt (kB)'],
    rows: lengths.map((one) => {
      const { open, ask, cpu } = compared(lengths, one)
      return [
        `${one.turns} turns`,
        told(spread(one.askMilliseconds)),
        told(ask),
        told(spread(one.cpuMilliseconds)),
        told(cpu),
        told(spread(one.openMilliseconds)),
        told(open),
        short(one.promptBytes / 1000),
      ]
    }),
    note: `${lengths[0]?.askMilliseconds.length ?? 0} turns each, in turns.`,
  }
}

const promptTable = (prompts: readonly PromptCost[]): Table => ({
  title: 'Prompt tokens of a conversation',
  columns: ['', 'turns', 'tokens a turn', 'of everything sent (%)', 'cacheable (%)'],
  rows: prompts.map(({ language, strategy, sum, sent, cached }) => [
    `${language}, ${strategy}`,
    sum.turns,
    Math.round(sum.prompt / sum.turns),
    short(sent * 100),
    short(cached * 100),
  ]),
  note: 'Computed, not timed: the same in every run. `npm run bench:context` prints more.',
})

const listTable = (lists: readonly Compared[], [few, many]: readonly [number, number]): Table => ({
  title: 'What the owner waits for',
  columns: ['', `${few} sessions (ms)`, `${many} sessions (ms)`, '×'],
  rows: lists.map(({ what, small, large }) => [what, short(small), short(large), short(large / small)]),
  note: 'Medians, taken in turns.',
})

const streamTable = (streams: readonly Streams[]): Table => ({
  title: 'Answers at once, of 100 chunks, 20 ms apart',
  columns: ['', 'complete', 'CPU a turn (ms)', 'lag, p50 (ms)', 'lag, p99 (ms)', 'without a Worker, p99 (ms)'],
  rows: streams.map((one) => [
    String(one.streams),
    one.complete,
    short(one.cpuMilliseconds),
    median(one.lagMilliseconds),
    quantile(one.lagMilliseconds, 0.99),
    quantile(one.upstreamLagMilliseconds, 0.99),
  ]),
  note: 'Lag: of every word, from the provider’s writing it to its coming here. Ours gathers words for 40 ms.',
})

const lostCheck = ({ streams, complete }: Streams): Check => ({
  what: `answers lost of ${streams} at once`,
  budget: 0,
  measured: streams - complete,
  unit: 'lost',
})
