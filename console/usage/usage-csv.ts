import type { RefusedDay } from '../../protocol/schemas/site-usage.ts'
import { cachedShare, spendOf, type OfDay } from './usage-sums.ts'
import { waitOf } from './waits.ts'

type Cell = string | number | null

/** Names for programs: the same in every language. */
const COLUMNS: readonly (readonly [name: string, of: (row: OfDay) => Cell])[] = [
  ['day_utc', ({ day }) => day],
  ['sessions', ({ sessions }) => sessions],
  ['turns', ({ turns }) => turns],
  ['attempts', ({ attempts }) => attempts],
  ['prompt_tokens', ({ promptTokens }) => promptTokens],
  ['cached_tokens', ({ cachedTokens }) => cachedTokens],
  ['cached_share', (row) => rounded(cachedShare(row), 4)],
  ['completion_tokens', ({ completionTokens }) => completionTokens],
  ['reasoning_tokens', ({ reasoningTokens }) => reasoningTokens],
  ['attempts_estimated', ({ estimated }) => estimated],
  ['cost_usd', (row) => dollars(spendOf(row))],
  ['attempts_unpriced', ({ unpriced }) => unpriced],
  ['first_word_median_ms', ({ firstWord }) => rounded(waitOf(firstWord, 0.5))],
  ['first_word_p95_ms', ({ firstWord }) => rounded(waitOf(firstWord, 0.95))],
  ['whole_median_ms', ({ whole }) => rounded(waitOf(whole, 0.5))],
  ['whole_p95_ms', ({ whole }) => rounded(waitOf(whole, 0.95))],
  ['complete', ({ states }) => states.complete ?? 0],
  ['stopped', ({ states }) => states.stopped ?? 0],
  ['interrupted', ({ states }) => states.interrupted ?? 0],
  ['failed', ({ states }) => states.failed ?? 0],
  [
    'failures',
    ({ failures }) =>
      Object.entries(failures)
        .map((pair) => pair.join('='))
        .join(' '),
  ],
  ['thumbs_up', ({ ups }) => ups],
  ['thumbs_down', ({ downs }) => downs],
]

/** RFC 4180. No cell needs quotes: numbers, a day, and our own codes. */
export function usageCsv(rows: readonly OfDay[], refused: readonly RefusedDay[]): string {
  const refusedOn = (wanted: string): number =>
    refused.reduce((sum, { day, questions }) => sum + (day === wanted ? questions : 0), 0)
  return [
    [...COLUMNS.map(([name]) => name), 'refused'],
    ...rows.map((row) => [...COLUMNS.map(([, of]) => of(row) ?? ''), refusedOn(row.day)]),
  ]
    .map((cells) => `${cells.join(',')}\r\n`)
    .join('')
}

/** Empty if no price is known. */
const dollars = (microUsd: number | null): Cell => (microUsd === null ? null : (microUsd / 1_000_000).toFixed(6))

function rounded(value: number | null, digits = 0): number | null {
  return value === null ? null : Number(value.toFixed(digits))
}
