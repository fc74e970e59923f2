import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { TRANSCRIPT_FEEDBACK, TRANSCRIPT_STATES, WRITINGS } from '../../../protocol/transcript-choices.ts'
import { ask } from '../../shell/sign-in.ts'
import { changed, type Filter, type FilterName } from './filter.ts'
import { readVersions } from '../reading/persona-versions.ts'
import { DownIcon, UpIcon } from '../../ui/icons.tsx'
import { listWords } from './words.ts'
import { failureMessage, knownFailures } from '../../words/turn-failures.ts'
import { ActiveFilters } from './active-filters.tsx'
import { Search } from './search-field.tsx'

interface Props {
  site: string
  filter: Filter
  change: (filter: Filter) => void
}

export function TranscriptsFilter({ site, filter, change }: Props) {
  const words = listWords.value
  const isUnfolded = useSignal(false)
  const place = useRef<HTMLElement>(null)
  const set = (name: FilterName, value: string) => change(changed(filter, name, value))
  const takeAway = (next: Filter) => {
    // The button disappears, and would take the focus with it.
    place.current?.querySelector('input')?.focus({ preventScroll: true })
    change(next)
  }
  return (
    <search class="stack transcripts-search" ref={place}>
      <Search text={filter.text} search={(text) => set('text', text)} />
      <button
        type="button"
        class="transcripts-unfold"
        aria-expanded={isUnfolded.value}
        onClick={() => (isUnfolded.value = !isUnfolded.value)}
      >
        {words.filterBy}
        {isUnfolded.value ? <UpIcon /> : <DownIcon />}
      </button>
      <fieldset class="transcripts-filters" data-open={isUnfolded.value}>
        <legend class="unseen">{words.filterBy}</legend>
        <Choice
          name="feedback"
          filter={filter}
          set={set}
          choices={TRANSCRIPT_FEEDBACK.map((one) => [one, words.feedback[one]])}
        />
        <Choice
          name="state"
          filter={filter}
          set={set}
          choices={TRANSCRIPT_STATES.map((one) => [one, words.states[one]])}
        />
        <Choice
          name="failure"
          filter={filter}
          set={set}
          choices={[...new Set([...knownFailures(), ...(filter.failure ? [filter.failure] : [])])].map((one) => [
            one,
            failureMessage(one),
          ])}
        />
        <VersionChoice site={site} filter={filter} set={set} />
        <Choice name="writing" filter={filter} set={set} choices={WRITINGS.map((one) => [one, words.writings[one]])} />
        <Day name="from" filter={filter} set={set} />
        <Day name="to" filter={filter} set={set} />
      </fieldset>
      <ActiveFilters filter={filter} change={takeAway} />
    </search>
  )
}

interface One {
  filter: Filter
  set: (name: FilterName, value: string) => void
}

interface ChoiceProps extends One {
  name: FilterName
  choices: readonly (readonly [string, string])[]
}

function Choice({ name, filter, set, choices }: ChoiceProps) {
  const words = listWords.value
  return (
    <label class="field">
      <span>{words.filters[name]}</span>
      <select value={filter[name]} onChange={({ currentTarget }) => set(name, currentTarget.value)}>
        <option value="">{words.all}</option>
        {choices.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Nobody picks from a longer list. */
const MOST_VERSIONS = 100

/** All published versions. If the newest is unknown, only the one in the address is offered. */
function VersionChoice({ site, filter, set }: One & { site: string }) {
  const words = listWords.value
  const newest = useSignal<number | null>(null)
  useEffect(() => {
    const leaving = new AbortController()
    readVersions(ask, site, leaving.signal).then(
      (versions) => (newest.value = versions[0]?.version ?? 0),
      // The list shows an error, if there is one: it made the same request.
      () => {},
    )
    return () => leaving.abort()
  }, [site])
  const top = newest.value
  const known = top === null ? [] : Array.from({ length: Math.min(top + 1, MOST_VERSIONS) }, (_, back) => top - back)
  const given = filter.version === '' ? [] : [Number(filter.version)]
  const versions = [...new Set([...known, ...given])]
  return (
    <Choice
      name="version"
      filter={filter}
      set={set}
      choices={versions.map((version) => [String(version), words.versionName(version)])}
    />
  )
}

function Day({ name, filter, set }: One & { name: 'from' | 'to' }) {
  const words = listWords.value
  return (
    <label class="field">
      <span>{words.filters[name]}</span>
      <input
        type="date"
        title={words.utc}
        value={filter[name]}
        onChange={({ currentTarget }) => set(name, currentTarget.value)}
      />
    </label>
  )
}
