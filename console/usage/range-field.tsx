import { useSignal } from '@preact/signals'
import { lastDays, rangeProblem, USUAL_DAYS, type Range, type RangeProblem } from './day-range.ts'
import { Notice } from '../ui/notice.tsx'
import { usageWords } from './words.ts'

interface Props {
  range: Range
  today: string
  choose: (range: Range) => void
}

export function RangeChoice({ range, today, choose }: Props) {
  const words = usageWords.value
  const isOwn = useSignal(range.last === null)
  return (
    <div class="stack">
      <div class="row" role="group" aria-label={words.range}>
        {USUAL_DAYS.map((days) => (
          <button
            key={days}
            type="button"
            class="chip"
            aria-pressed={!isOwn.value && range.last === days}
            onClick={() => {
              isOwn.value = false
              choose(lastDays(days, today))
            }}
          >
            {words.lastDays(days)}
          </button>
        ))}
        <button
          type="button"
          class="chip"
          aria-pressed={isOwn.value}
          aria-expanded={isOwn.value}
          onClick={() => (isOwn.value = true)}
        >
          {words.ownDays}
        </button>
      </div>
      {isOwn.value && <OwnDays range={range} today={today} choose={choose} />}
    </div>
  )
}

function OwnDays({ range, today, choose }: Props) {
  const words = usageWords.value
  const from = useSignal(range.from)
  const to = useSignal(range.to)
  const problem = useSignal<RangeProblem | null>(null)

  function submit(event: Event): void {
    event.preventDefault()
    problem.value = rangeProblem(from.value, to.value)
    if (problem.value === null) choose({ from: from.value, to: to.value, last: null })
  }

  return (
    <form class="stack usage-own" noValidate onSubmit={submit}>
      <div class="row">
        {([from, to] as const).map((day) => (
          <label key={day === from ? 'from' : 'to'} class="field">
            <span>{day === from ? words.from : words.to}</span>
            <input
              type="date"
              max={today}
              value={day.value}
              aria-invalid={problem.value !== null}
              onInput={({ currentTarget }) => (day.value = currentTarget.value)}
            />
          </label>
        ))}
        <button type="submit">{words.show}</button>
      </div>
      {problem.value !== null && <Notice kind="trouble">{words.problem(problem.value)}</Notice>}
    </form>
  )
}
