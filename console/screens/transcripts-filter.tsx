import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { TRANSCRIPT_STATES, WRITINGS } from '../../protocol/owner.ts'
import { ask } from '../model/sign-in.ts'
import {
  activeIn,
  changed,
  FEEDBACKS,
  NO_FILTER,
  SEARCH_CHARACTERS,
  type Filter,
  type FilterName,
} from '../model/transcripts-filter.ts'
import { readVersions } from '../model/transcripts-versions.ts'
import { CloseIcon, DownIcon, SearchIcon, UpIcon } from '../parts/icons.tsx'
import { dayName } from '../words/format.ts'
import { transcriptsWords } from '../words/transcripts.ts'

interface Props {
  site: string
  filter: Filter
  change: (filter: Filter) => void
}

/** How long nothing is typed before it is searched for. */
const TYPING_MILLISECONDS = 300

export function TranscriptsFilter({ site, filter, change }: Props) {
  const words = transcriptsWords.value
  const isUnfolded = useSignal(false)
  const set = (name: FilterName, value: string) => change(changed(filter, name, value))
  return (
    <search class="stack transcripts-search">
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
          choices={FEEDBACKS.map((one) => [one, words.feedbacks[one]])}
        />
        <Choice
          name="state"
          filter={filter}
          set={set}
          choices={TRANSCRIPT_STATES.map((one) => [one, words.states[one]])}
        />
        <VersionChoice site={site} filter={filter} set={set} />
        <Choice name="writing" filter={filter} set={set} choices={WRITINGS.map((one) => [one, words.writings[one]])} />
        <Day name="from" filter={filter} set={set} />
        <Day name="to" filter={filter} set={set} />
      </fieldset>
      <Active filter={filter} change={change} />
    </search>
  )
}

function Search({ text, search }: { text: string; search: (text: string) => void }) {
  const words = transcriptsWords.value
  const typed = useSignal(text)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const asked = useRef(text)
  useEffect(() => () => clearTimeout(timer.current), [])
  // What was cleared elsewhere is cleared here; what is being typed is left alone.
  useEffect(() => {
    if (text === asked.current) return
    clearTimeout(timer.current)
    asked.current = text
    typed.value = text
  }, [text])
  function now(): void {
    clearTimeout(timer.current)
    asked.current = typed.value.trim()
    if (asked.current !== text) search(asked.current)
  }
  const latest = useRef(now)
  latest.current = now
  function soon(): void {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => latest.current(), TYPING_MILLISECONDS)
  }
  return (
    <form
      class="transcripts-words"
      onSubmit={(event) => {
        event.preventDefault()
        now()
      }}
    >
      <SearchIcon />
      <input
        type="search"
        aria-label={words.search}
        placeholder={words.search}
        maxLength={SEARCH_CHARACTERS}
        value={typed.value}
        onInput={({ currentTarget, isComposing }) => {
          typed.value = currentTarget.value
          clearTimeout(timer.current)
          // The letters that a Chinese word is being typed with are not looked for.
          if (!isComposing) soon()
        }}
        onCompositionEnd={soon}
      />
    </form>
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
  const words = transcriptsWords.value
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

/** More than these nobody picks from a list. */
const MOST_VERSIONS = 100

/** All that were published. Where the newest one is not known, what is in the address is offered and nothing else. */
function VersionChoice({ site, filter, set }: One & { site: string }) {
  const words = transcriptsWords.value
  const newest = useSignal<number | null>(null)
  useEffect(() => {
    const leaving = new AbortController()
    readVersions(ask, site, leaving.signal).then(
      (versions) => (newest.value = versions[0]?.version ?? 0),
      // The list says what is wrong, if anything is: it asked as well.
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
  const words = transcriptsWords.value
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

/** What is looked for, each of it with a way out. */
function Active({ filter, change }: Pick<Props, 'filter' | 'change'>) {
  const words = transcriptsWords.value
  const active = activeIn(filter)
  if (active.length === 0) return null
  return (
    <div class="row">
      <span class="muted">{words.active}</span>
      {active.map((name) => {
        const label = `${words.filters[name]}: ${valueTold(filter, name)}`
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

function valueTold(filter: Filter, name: FilterName): string {
  const words = transcriptsWords.value
  switch (name) {
    case 'feedback':
      return filter.feedback && words.feedbacks[filter.feedback]
    case 'state':
      return filter.state && words.states[filter.state]
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
