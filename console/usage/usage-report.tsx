import { useMemo } from 'preact/hooks'
import type { RefusedDay, SiteUsage } from '../../protocol/schemas/site-usage.ts'
import { download } from '../ui/download.ts'
import { usageCsv } from './usage-csv.ts'
import { daysOf, length, weeksOf } from './day-range.ts'
import { byDay, byVersion, byWeek, sumOf, type OfDay } from './usage-sums.ts'
import type { Looked } from './model.ts'
import { DownloadIcon } from '../ui/icons.tsx'
import { Notice } from '../ui/notice.tsx'
import { dayName, shortDay } from '../words/format.ts'
import { language } from '../words/language.ts'
import { usageWords } from './words.ts'
import { UsageBudgets } from './budgets-form.tsx'
import { FigureCard, type Axis } from './figure.tsx'
import { figures } from './figures.ts'
import { TILES, UsageTiles } from './tiles.tsx'

export type Grouping = 'day' | 'version'

const FIGURES = 9
/** With more days, one is too narrow to see, so weeks are drawn. */
const MOST_DAYS_DRAWN = 120

interface Props {
  site: string
  looked: Looked
  grouping: Grouping
  /** Loads it again. */
  again: () => void
}

export function UsageShown({ site, looked, grouping, again }: Props) {
  const words = usageWords.value
  const { range } = looked
  const sums = useMemo(
    () => ({
      now: sumOf(looked.now.days, looked.now.feedback),
      before: sumOf(looked.before.days, looked.before.feedback),
      days: byDay(looked.now, daysOf(range)),
    }),
    [looked],
  )
  const { listed, drawn } = useMemo(() => {
    const of = { site, from: range.from, whole: sums.now }
    if (grouping === 'version') {
      const rows = byVersion(looked.now)
      const versions = { axis: ofVersions(rows), figures: figures({ ...of, rows, hasSessions: false }) }
      return { listed: versions, drawn: versions }
    }
    const seen = (rows: readonly OfDay[], axis: Axis) => ({
      axis,
      figures: figures({ ...of, rows, hasSessions: true }),
    })
    const days = daysOf(range)
    const listed = seen(sums.days, ofDays(days))
    if (days.length <= MOST_DAYS_DRAWN) return { listed, drawn: listed }
    const weeks = weeksOf(days)
    return { listed, drawn: seen(byWeek(looked.now, weeks), ofWeeks(weeks)) }
  }, [sums, grouping, language.value])
  const save = () =>
    download(`usage-${site}-${range.from}-${range.to}.csv`, 'text/csv', [usageCsv(sums.days, looked.now.refused)])
  const { unpriced, estimated, attempts } = sums.now
  return (
    <>
      <div class="row spread usage-head">
        <p role="status">
          <strong>{words.shown(dayName(range.from), dayName(range.to))}</strong>{' '}
          <span class="muted">
            {words.utc} {sums.before.attempts > 0 ? words.compared(length(range)) : words.noneBefore}
          </span>
        </p>
        <button type="button" onClick={save}>
          <DownloadIcon />
          {words.download}
        </button>
      </div>
      <UsageTiles now={sums.now} before={sums.before} />
      <UsageBudgets site={site} seen={looked.budgets} again={again} />
      <Refused refused={looked.now.refused} />
      {unpriced + estimated > 0 && (
        <Notice kind="hint">
          {unpriced > 0 && <p>{words.unpriced(unpriced, attempts)}</p>}
          {estimated > 0 && <p>{words.estimated(estimated, attempts)}</p>}
        </Notice>
      )}
      {drawn !== listed && <p class="muted">{words.weeks}</p>}
      <div class="usage-figures">
        {drawn.figures.map((figure, index) => (
          <FigureCard
            key={`${figure.name} ${grouping}`}
            drawn={{ figure, axis: drawn.axis }}
            listed={{ figure: listed.figures[index] ?? figure, axis: listed.axis }}
          />
        ))}
      </div>
    </>
  )
}

/** Questions that did not reach a model: the figures do not include them. */
function Refused({ refused }: Pick<SiteUsage, 'refused'>) {
  const words = usageWords.value
  const codes = Map.groupBy(refused, ({ code }) => code)
  if (codes.size === 0) return null
  const sum = (days: readonly RefusedDay[]): number => days.reduce((all, { questions }) => all + questions, 0)
  return (
    <Notice kind="hint">
      <p>{words.refused(sum(refused))}</p>
      <ul>
        {[...codes].map(([code, days]) => (
          <li key={code}>{words.refusedFor(words.refusals[code] ?? code, sum(days))}</li>
        ))}
      </ul>
    </Notice>
  )
}

const ofDays = (days: readonly string[]): Axis => ({
  head: usageWords.value.dayHead,
  names: days.map(dayName),
  shortNames: days.map(shortDay),
  isDays: true,
})

const ofWeeks = (weeks: readonly (readonly string[])[]): Axis => ({
  ...ofDays(weeks.map(([first = '']) => first)),
  names: weeks.map((week) => usageWords.value.shown(dayName(week[0] ?? ''), dayName(week.at(-1) ?? ''))),
})

function ofVersions(rows: readonly { personaVersion: number }[]): Axis {
  const names = rows.map(({ personaVersion }) => usageWords.value.version(personaVersion))
  return { head: usageWords.value.versionHead, names, shortNames: names, isDays: false }
}

/** As high as the content that replaces it. */
export const UsageSkeleton = () => (
  <div class="usage-waiting">
    <div class="skeleton usage-line-waiting" />
    <div class="usage-tiles">
      {Array.from({ length: TILES }, (_, index) => (
        <div key={index} class="skeleton usage-tile-waiting" />
      ))}
    </div>
    <div class="skeleton usage-budgets-waiting" />
    <div class="usage-figures">
      {Array.from({ length: FIGURES }, (_, index) => (
        <div key={index} class="skeleton usage-figure-waiting" />
      ))}
    </div>
  </div>
)
