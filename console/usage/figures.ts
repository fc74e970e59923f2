/** The contents of the charts and their tables, in the owner's words. */
import type { FailureCode } from '../../protocol/failure.ts'
import { hrefOf } from '../shell/address.ts'
import { NO_FILTER, restOf, type Filter } from '../transcripts/list/filter.ts'
import { cachedShare, spendOf, type Sums } from './usage-sums.ts'
import { waitOf } from './waits.ts'
import { count, dollars, duration, plainDollars, share, shortCount } from '../words/format.ts'
import { failureMessage } from '../words/turn-failures.ts'
import { usageWords } from './words.ts'

export interface Line {
  name: string
  label: string
  /** One per day, or one per version. */
  values: (number | null)[]
  /** For all the days together. */
  whole: number | null
  /** The conversations that it counts. */
  href: string | null
}

export interface Figure {
  name: keyof typeof usageWords.value.charts
  title: string
  about: string | null
  lines: Line[]
  write: (n: number) => string
  /** For small spaces. */
  tick: (n: number) => string
  /** The top of the axis if there is nothing to draw. */
  emptyTop: number
  /** If the value is unknown. */
  none: string
}

interface Asked {
  site: string
  /** The first of the days. */
  from: string
  rows: readonly Sums[]
  whole: Sums
  /** Sessions are only counted by day. */
  hasSessions: boolean
}

const NONE = '–'
const counts = {
  write: count,
  tick: (n: number) => (Number.isInteger(n) ? shortCount(n) : ''),
  emptyTop: 1,
  none: NONE,
}
const shares = { write: share, tick: share, emptyTop: 1, none: NONE }
const waits = {
  write: (n: number) => duration(n),
  tick: (n: number) => (n === 0 ? '0' : duration(n)),
  emptyTop: 1000,
  none: NONE,
}
/** The title names the unit. */
const money = { write: dollars, tick: plainDollars, emptyTop: 1_000_000 }

export function figures({ site, from, rows, whole, hasSessions }: Asked): Figure[] {
  const words = usageWords.value
  const { charts, about, lines } = words
  const line = (
    name: string,
    label: string,
    of: (sums: Sums) => number | null,
    found: Partial<Filter> | null = null,
  ): Line => ({
    name,
    label,
    values: rows.map(of),
    whole: of(whole),
    // A conversation is listed by its last turn, which may be later than the last of the days.
    href: found && transcriptsAt(site, { ...NO_FILTER, from, ...found }),
  })
  const state = (name: 'complete' | 'stopped' | 'interrupted' | 'failed') =>
    line(name, lines[name], ({ states }) => states[name] ?? 0, { state: name })
  const wait = (of: 'firstWord' | 'whole') => [
    line('median', lines.median, (sums) => waitOf(sums[of], 0.5)),
    line('p95', lines.p95, (sums) => waitOf(sums[of], 0.95)),
  ]
  const asked = [
    line('turns', words.questions, ({ turns }) => turns),
    ...(hasSessions ? [line('sessions', words.conversations, ({ sessions }) => sessions)] : []),
  ]
  const tokens = [
    line('prompt', lines.prompt, ({ promptTokens, cachedTokens }) => promptTokens - cachedTokens),
    line('cached', lines.cached, ({ cachedTokens }) => cachedTokens),
    line('answer', lines.answer, ({ completionTokens }) => completionTokens),
    line('reasoning', lines.reasoning, ({ reasoningTokens }) => reasoningTokens),
  ]
  const failures = failureCodes(whole).map((code) =>
    line(code, failureMessage(code), (sums) => sums.failures[code] ?? 0, { failure: code }),
  )
  return [
    { name: 'asked', title: hasSessions ? charts.asked : words.questions, about: null, lines: asked, ...counts },
    { name: 'tokens', title: charts.tokens, about: null, lines: tokens, ...counts },
    {
      name: 'states',
      title: charts.states,
      about: about.states,
      lines: [state('complete'), state('stopped'), state('interrupted'), state('failed')],
      ...counts,
    },
    {
      name: 'spend',
      title: charts.spend,
      about: null,
      lines: [line('spend', words.spend, spendOf)],
      ...money,
      none: words.unknown,
    },
    {
      name: 'cached',
      title: charts.cached,
      about: null,
      lines: [line('cached', words.cachedShare, cachedShare)],
      ...shares,
    },
    { name: 'firstWord', title: charts.firstWord, about: about.firstWord, lines: wait('firstWord'), ...waits },
    { name: 'whole', title: charts.whole, about: about.whole, lines: wait('whole'), ...waits },
    {
      name: 'failures',
      title: charts.failures,
      about: failures.length === 0 ? about.failures : null,
      lines: failures,
      ...counts,
    },
    {
      name: 'feedback',
      title: charts.feedback,
      about: about.feedback,
      lines: [
        line('up', lines.up, ({ ups }) => ups, { feedback: 'up' }),
        line('down', lines.down, ({ downs }) => downs, { feedback: 'down' }),
      ],
      ...counts,
    },
  ]
}

const transcriptsAt = (site: string, filter: Filter): string =>
  hrefOf({ screen: 'transcripts', site, rest: restOf({ session: '', filter }) })

/** The most frequent first. */
function failureCodes({ failures }: Sums): FailureCode[] {
  return (Object.keys(failures) as FailureCode[]).toSorted((a, b) => (failures[b] ?? 0) - (failures[a] ?? 0))
}
