import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { goTo, hrefOf } from '../shell/address.ts'
import { usageOf, type Looked } from './model.ts'
import { dayOf, length, lastDays, readRange, writeRange, type Range } from './day-range.ts'
import { UsageIcon } from '../ui/icons.tsx'
import { Shown } from '../ui/async.tsx'
import { dayName } from '../words/format.ts'
import { usageWords } from './words.ts'
import { UsageBudgets } from './budgets-form.tsx'
import { RangeChoice } from './range-field.tsx'
import { UsageShown, UsageSkeleton, type Grouping } from './usage-report.tsx'

const GROUPINGS = ['day', 'version'] as const
const YEAR = 365

/** @param rest the range: see `readRange`. */
export function Usage({ site, rest }: { site: string; rest: string }) {
  const words = usageWords.value
  const usage = useMemo(() => usageOf(site), [site])
  const grouping = useSignal<Grouping>('day')
  const today = dayOf(Date.now())
  const range = readRange(rest, today)
  const look = () => void usage.look(range)
  useEffect(look, [usage, range.from, range.to])
  const heading = useRef<HTMLHeadingElement>(null)
  const choose = (next: Range) => goTo({ screen: 'usage', site, rest: writeRange(next) })
  return (
    <>
      <header class="stack">
        <h1 ref={heading} tabIndex={-1}>
          {words.title}
        </h1>
        <div class="row spread usage-choices">
          <RangeChoice range={range} today={today} choose={choose} />
          <div class="row" role="group" aria-label={words.group}>
            <span class="muted" aria-hidden>
              {words.group}
            </span>
            {GROUPINGS.map((name) => (
              <button
                key={name}
                type="button"
                class="chip"
                aria-pressed={grouping.value === name}
                onClick={() => (grouping.value = name)}
              >
                {words.groups[name]}
              </button>
            ))}
          </div>
        </div>
      </header>
      <Shown of={usage.looked} again={look} skeleton={<UsageSkeleton />}>
        {(looked) =>
          isNothing(looked) ? (
            <>
              <Nothing
                site={site}
                range={looked.range}
                lookYear={() => {
                  choose(lastDays(YEAR, today))
                  // The button disappears, and would take the focus with it.
                  heading.current?.focus()
                }}
              />
              <UsageBudgets site={site} seen={looked.budgets} again={look} />
            </>
          ) : (
            <UsageShown site={site} looked={looked} grouping={grouping.value} again={look} />
          )
        }
      </Shown>
    </>
  )
}

const isNothing = ({ now, before }: Looked): boolean =>
  [now, before].every(({ days, feedback, refused }) => days.length + feedback.length + refused.length === 0)

function Nothing({ site, range, lookYear }: { site: string; range: Range; lookYear: () => void }) {
  const words = usageWords.value
  return (
    <div class="card empty usage-empty" role="status">
      <UsageIcon />
      <h2>{words.emptyTitle}</h2>
      <p>{words.shown(dayName(range.from), dayName(range.to))}</p>
      <p>{words.empty}</p>
      <div class="row">
        <a class="button" href={hrefOf({ screen: 'embed', site, rest: '' })}>
          {words.toEmbed}
        </a>
        {length(range) < YEAR && (
          <button type="button" onClick={lookYear}>
            {words.lookYear}
          </button>
        )}
      </div>
    </div>
  )
}
