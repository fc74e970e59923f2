import type { TranscriptSummary } from '../../protocol/schemas/transcript.ts'
import type { IndexedSession, TranscriptFilter } from './transcript-search.ts'
import { scriptOf } from './script-of.ts'

/** A session's entry in the list; the excerpt is added by a search. */
export type Summary = Omit<TranscriptSummary, 'excerpt'>

const TITLE_CHARACTERS = 120
/** The facet of every session. */
export const ALL = 'all'

/**
 * A session's entry in the list, and everything that it can be filtered by.
 *
 * @param turns at least one.
 */
export function summarize({ session, turns, receipts }: IndexedSession): { summary: Summary; facets: string[] } {
  const states = [...new Set(turns.map(({ state }) => state))]
  const failures = new Set(
    turns.flatMap(({ failure, earlierAttempts }) => [failure, ...earlierAttempts.map((earlier) => earlier.failure)]),
  )
  failures.delete(null)
  const feedback = turns
    .flatMap(({ feedback, earlierAttempts }) => [feedback, ...earlierAttempts.map((earlier) => earlier.feedback)])
    .filter((feedback) => feedback !== null)
  const countOf = (wanted: 'up' | 'down') => feedback.filter(({ rating }) => rating === wanted).length
  const times = (of: 'createdAt' | 'attemptedAt') => turns.map((turn) => turn[of]).toSorted()
  const summary: Summary = {
    session,
    title: cut(turns[0]?.question ?? ''),
    firstTurnAt: times('createdAt')[0] ?? '',
    lastTurnAt: times('attemptedAt').at(-1) ?? '',
    turns: turns.length,
    ups: countOf('up'),
    downs: countOf('down'),
    troubles: states.filter((state) => state !== 'complete'),
    versions: [...new Set([...receipts, ...turns].map(({ personaVersion }) => personaVersion))].toSorted(
      (a, b) => a - b,
    ),
    writing: scriptOf(turns.map(({ question }) => question).join('\n')),
  }
  const worded = turns.map(({ question }) => question).filter((question) => /\p{L}/u.test(question))
  const facets = [
    ...new Set(feedback.flatMap(({ rating }) => ['feedback any', ...(rating === null ? [] : [`feedback ${rating}`])])),
    ...states.map((state) => `state ${state}`),
    ...[...failures].map((code) => `failure ${code}`),
    ...summary.versions.map((version) => `version ${version}`),
    // A conversation in two languages is found under both; a question without letters counts for neither.
    ...new Set([summary.writing, ...worded.map(scriptOf)].map((writing) => `writing ${writing}`)),
    ALL,
  ]
  return { summary, facets }
}

const KINDS = ['failure', 'feedback', 'state', 'version', 'writing'] as const

/** The requested facets, probably the rarest first. */
export function wantedFacets(wanted: Pick<TranscriptFilter, (typeof KINDS)[number]>): string[] {
  return KINDS.flatMap((kind) => (wanted[kind] === null ? [] : [`${kind} ${wanted[kind]}`]))
}

/** On one line, without splitting an emoji. */
function cut(question: string): string {
  const characters = [...question.trim().replace(/\s+/gu, ' ')]
  return characters.length <= TITLE_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, TITLE_CHARACTERS - 1).join('')}…`
}

/** As it is stored in the index, where nobody else writes. */
export const readSummary = (stored: string): Summary => JSON.parse(stored)
