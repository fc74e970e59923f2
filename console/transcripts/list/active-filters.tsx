import { activeIn, changed, NO_FILTER, type Filter, type FilterName } from './filter.ts'
import { CloseIcon } from '../../ui/icons.tsx'
import { dayName } from '../../words/format.ts'
import { listWords } from './words.ts'
import { failureMessage } from '../../words/turn-failures.ts'

interface Props {
  filter: Filter
  change: (filter: Filter) => void
}

/** The active filters, each with a button to remove it. */
export function ActiveFilters({ filter, change }: Props) {
  const words = listWords.value
  const active = activeIn(filter)
  if (active.length === 0) return null
  return (
    <div class="row">
      <span class="muted">{words.active}</span>
      {active.map((name) => {
        const label = `${words.filters[name]}: ${valueLabel(filter, name)}`
        return (
          <button
            key={name}
            type="button"
            class="chip"
            aria-label={words.without(label)}
            onClick={() => change(changed(filter, name, ''))}
          >
            <span class="transcripts-value">{label}</span>
            <CloseIcon />
          </button>
        )
      })}
      <button type="button" class="chip quiet" onClick={() => change(NO_FILTER)}>
        {words.clearAll}
      </button>
      {(filter.from || filter.to) && <small>{words.utc}</small>}
    </div>
  )
}

function valueLabel(filter: Filter, name: FilterName): string {
  const words = listWords.value
  switch (name) {
    case 'feedback':
      return filter.feedback && words.feedback[filter.feedback]
    case 'state':
      return filter.state && words.states[filter.state]
    case 'failure':
      return failureMessage(filter.failure)
    case 'writing':
      return filter.writing && words.writings[filter.writing]
    case 'version':
      return words.versionName(Number(filter.version))
    case 'from':
    case 'to':
      return dayName(filter[name])
    case 'text':
      return filter.text
    default:
      return name satisfies never
  }
}
