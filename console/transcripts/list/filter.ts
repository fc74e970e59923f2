/** The filter for transcripts, and how it is written in the address and in the request to the Worker. */
import { SEARCH_CHARACTERS } from '../../../protocol/sizes.ts'
import { TRANSCRIPT_FEEDBACK, TRANSCRIPT_STATES, WRITINGS } from '../../../protocol/transcript-choices.ts'
import type { Writing } from '../../../protocol/schemas/transcript.ts'
import type { TurnState } from '../../../protocol/schemas/turn.ts'

export interface Filter {
  text: string
  feedback: (typeof TRANSCRIPT_FEEDBACK)[number] | ''
  state: TurnState | ''
  /** The failure code of an attempt. */
  failure: string
  /** UTC days, `2026-11-30`. */
  from: string
  to: string
  /** A number, in digits. */
  version: string
  writing: Writing | ''
}

export type FilterName = keyof Filter

/** In display order. */
export const FILTER_NAMES = ['text', 'feedback', 'state', 'failure', 'version', 'writing', 'from', 'to'] as const

export const NO_FILTER: Filter = {
  text: '',
  feedback: '',
  state: '',
  failure: '',
  from: '',
  to: '',
  version: '',
  writing: '',
}

/** `state=failed&version=3`; invalid parts are ignored. */
export function readFilter(query: string): Filter {
  const asked = new URLSearchParams(query)
  const text = (name: FilterName): string => (asked.get(name) ?? '').trim()
  const oneOf = <T extends string>(name: FilterName, all: readonly T[]): T | '' =>
    all.find((one) => one === text(name)) ?? ''
  const fitting = (name: FilterName, pattern: RegExp): string => (pattern.test(text(name)) ? text(name) : '')
  return inOrder({
    text: text('text').slice(0, SEARCH_CHARACTERS),
    feedback: oneOf('feedback', TRANSCRIPT_FEEDBACK),
    state: oneOf('state', TRANSCRIPT_STATES),
    failure: fitting('failure', /^[a-z_]{1,40}$/),
    from: fitting('from', DAY),
    to: fitting('to', DAY),
    version: fitting('version', /^\d{1,9}$/),
    writing: oneOf('writing', WRITINGS),
  })
}

const DAY = /^\d{4}-\d\d-\d\d$/

/** If two days are in the wrong order, the newer choice replaces both: the Worker refuses them. */
export function changed(filter: Filter, name: FilterName, value: string): Filter {
  const next = { ...filter, [name]: value }
  if (next.from && next.to && next.from > next.to) return { ...next, from: value, to: value }
  return next
}

const inOrder = (filter: Filter): Filter =>
  filter.from && filter.to && filter.from > filter.to ? { ...filter, from: filter.to } : filter

export const activeIn = (filter: Filter): FilterName[] => FILTER_NAMES.filter((name) => filter[name] !== '')

/** The query for the Worker. */
export const askedBy = (filter: Filter): Partial<Record<FilterName, string>> =>
  Object.fromEntries(activeIn(filter).map((name) => [name, filter[name].trim()]))

/** Empty without a filter. */
export const queryOf = (filter: Filter): string => new URLSearchParams(askedBy(filter)).toString()

/** This screen's part of the address: the session being read, and the filter of the list behind it. */
export interface Spot {
  session: string
  filter: Filter
}

export function readSpot(rest: string): Spot {
  const [session = '', query = ''] = rest.split('?', 2)
  return { session, filter: readFilter(query) }
}

export function restOf({ session, filter }: Spot): string {
  const query = queryOf(filter)
  return query ? `${session}?${query}` : session
}
