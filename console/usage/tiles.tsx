import { cachedShare, changeOf, failedShare, spendOf, upShare, type Sums } from './usage-sums.ts'
import { waitOf } from './waits.ts'
import { count, dollars, duration, share, shortCount } from '../words/format.ts'
import { usageWords } from './words.ts'

interface Tile {
  label: string
  value: string
  /** A note on the number, in one line. */
  about: string
  change: string
}

/** The totals, and their change from the days before. */
export function UsageTiles({ now, before }: { now: Sums; before: Sums }) {
  return (
    <dl class="usage-tiles">
      {tiles(now, before).map(({ label, value, about, change }) => (
        <div key={label} class="card">
          <dt>{label}</dt>
          <dd class="usage-value">{value}</dd>
          <dd>
            <small>{about}</small>
          </dd>
          <dd>
            <small>{change}</small>
          </dd>
        </div>
      ))}
    </dl>
  )
}

export const TILES = 8

function tiles(now: Sums, before: Sums): Tile[] {
  const words = usageWords.value
  const shown = (value: number | null, write: (n: number) => string) => (value === null ? words.none : write(value))
  const wait = (sums: Sums, part: number) => waitOf(sums.firstWord, part)
  const { failed = 0, interrupted = 0 } = now.states
  const retries = now.attempts - now.turns
  const perQuestion = now.turns > 0 ? now.costMicroUsd / now.turns : null
  return [
    {
      label: words.conversations,
      value: count(now.sessions),
      about: words.conversationsHelp,
      change: changed(now.sessions, before.sessions),
    },
    {
      label: words.questions,
      value: count(now.turns),
      about: retries > 0 ? words.retries(retries) : '',
      change: changed(now.turns, before.turns),
    },
    {
      label: words.tokens,
      value: shortCount(tokens(now)),
      about: words.tokensSplit(shortCount(now.promptTokens), shortCount(now.completionTokens)),
      change: changed(tokens(now), tokens(before)),
    },
    {
      label: words.cachedShare,
      value: shown(cachedShare(now), share),
      about: words.cachedHelp,
      change: moved(cachedShare(now), cachedShare(before)),
    },
    {
      label: words.spend,
      value: spendLabel(now),
      about: spendAbout(now, perQuestion),
      // Sums without complete prices are not comparable.
      change: now.unpriced + before.unpriced > 0 ? '' : changed(now.costMicroUsd, before.costMicroUsd),
    },
    {
      label: words.firstWord,
      value: shown(wait(now, 0.5), duration),
      about: shown(wait(now, 0.95), (ms) => words.nineteen(duration(ms))),
      change: changed(wait(now, 0.5), wait(before, 0.5), { more: words.longer, less: words.shorter }),
    },
    {
      label: words.unanswered,
      value: shown(failedShare(now), share),
      about: words.unansweredOf(failed + interrupted, now.attempts),
      change: moved(failedShare(now), failedShare(before)),
    },
    {
      label: words.thumbsUp,
      value: shown(upShare(now), share),
      about: words.ratings(now.ups, now.downs),
      change: moved(upShare(now), upShare(before)),
    },
  ]
}

const tokens = ({ promptTokens, completionTokens }: Sums): number => promptTokens + completionTokens

function spendLabel(sums: Sums): string {
  const { unknown, atLeast } = usageWords.value
  const spend = spendOf(sums)
  if (spend === null) return unknown
  return sums.unpriced > 0 ? atLeast(dollars(spend)) : dollars(spend)
}

function spendAbout({ unpriced, attempts }: Sums, perQuestion: number | null): string {
  const words = usageWords.value
  if (unpriced > 0) return words.someUnpriced(unpriced, attempts)
  return perQuestion === null ? '' : words.perQuestion(dollars(perQuestion))
}

/** The relative change. */
function changed(
  now: number | null,
  before: number | null,
  { more, less } = { more: usageWords.value.more, less: usageWords.value.less },
): string {
  const change = changeOf(now, before)
  if (change === null) return ''
  return comparison(share(Math.abs(change)), share(0), change, { more, less })
}

/** The change of a share, in percentage points. */
function moved(now: number | null, before: number | null): string {
  const { more, less, points } = usageWords.value
  if (now === null || before === null) return ''
  const hundredths = (n: number) => points((Math.abs(n) * 100).toFixed(1))
  return comparison(hundredths(now - before), hundredths(0), now - before, { more, less })
}

interface Directions {
  more: (by: string) => string
  less: (by: string) => string
}

/** A change that rounds to zero is no change. */
function comparison(by: string, none: string, direction: number, { more, less }: Directions): string {
  if (by === none) return usageWords.value.same
  return direction > 0 ? `↑ ${more(by)}` : `↓ ${less(by)}`
}
