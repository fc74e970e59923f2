import { useMemo } from 'preact/hooks'
import { download } from '../download.ts'
import { usageCsv } from '../model/usage-csv.ts'
import { daysOf, length } from '../model/usage-range.ts'
import { byDay, byVersion, sumOf } from '../model/usage-sums.ts'
import type { Looked } from '../model/usage.ts'
import { DownloadIcon } from '../parts/icons.tsx'
import { Notice } from '../parts/notice.tsx'
import { dayName, shortDay } from '../words/format.ts'
import { language } from '../words/language.ts'
import { usageWords } from '../words/usage.ts'
import { FigureCard, type Axis } from './usage-figure.tsx'
import { figures } from './usage-figures.ts'
import { TILES, UsageTiles } from './usage-tiles.tsx'

export type Grouping = 'day' | 'version'

const FIGURES = 9

interface Props {
  site: string
  looked: Looked
  grouping: Grouping
}

export function UsageShown({ site, looked, grouping }: Props) {
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
  const { axis, shown } = useMemo(() => {
    const isDays = grouping === 'day'
    const versions = isDays ? [] : byVersion(looked.now)
    const axis: Axis = isDays ? ofDays(sums.days) : ofVersions(versions)
    return { axis, shown: figures({ rows: isDays ? sums.days : versions, whole: sums.now, hasSessions: isDays }) }
  }, [sums, grouping, language.value])
  const save = () => download(`usage-${site}-${range.from}-${range.to}.csv`, 'text/csv', usageCsv(sums.days))
  const { unpriced, estimated, attempts } = sums.now
  return (
    <>
      <div class="row spread">
        <p role="status">
          <strong>{words.shown(dayName(range.from), dayName(range.to))}</strong>{' '}
          <span class="muted">
            {words.utc} {words.compared(length(range))}
          </span>
        </p>
        <button type="button" onClick={save}>
          <DownloadIcon />
          {words.download}
        </button>
      </div>
      <UsageTiles now={sums.now} before={sums.before} />
      {/* Budgets stand here once a site has limits: what is spent of each. */}
      {unpriced > 0 && <Notice kind="hint">{words.unpriced(unpriced, attempts)}</Notice>}
      {estimated > 0 && <Notice kind="hint">{words.estimated(estimated, attempts)}</Notice>}
      <div class="usage-figures">
        {shown.map((figure) => (
          <FigureCard key={`${figure.name} ${grouping}`} figure={figure} axis={axis} />
        ))}
      </div>
    </>
  )
}

const ofDays = (rows: readonly { day: string }[]): Axis => ({
  head: usageWords.value.dayHead,
  names: rows.map(({ day }) => dayName(day)),
  shortNames: rows.map(({ day }) => shortDay(day)),
  isDays: true,
})

function ofVersions(rows: readonly { personaVersion: number }[]): Axis {
  const names = rows.map(({ personaVersion }) => usageWords.value.version(personaVersion))
  return { head: usageWords.value.versionHead, names, shortNames: names, isDays: false }
}

/** As high as what comes. */
export const UsageSkeleton = () => (
  <>
    <div class="skeleton usage-line-waiting" />
    <div class="usage-tiles">
      {Array.from({ length: TILES }, (_, index) => (
        <div key={index} class="skeleton usage-tile-waiting" />
      ))}
    </div>
    <div class="usage-figures">
      {Array.from({ length: FIGURES }, (_, index) => (
        <div key={index} class="skeleton usage-figure-waiting" />
      ))}
    </div>
  </>
)
