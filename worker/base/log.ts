import { FAILURES, type FailureCode } from '../../protocol/failure.ts'
import { terminalJson } from '../../protocol/terminal-json.ts'

/** One line of the owner's log. Ids, sizes, states and codes: never a text somebody wrote, never a token or a key. */
export interface LogEntry {
  event:
    | 'turn'
    | 'upstream'
    | 'call'
    | 'refusal'
    | 'history'
    | 'ledger'
    | 'budget'
    | 'archive'
    | 'summary'
    | 'dataset'
    | 'rate'
    | 'fault'
  code?: FailureCode | null
  /** Of the request that it belongs to: what its response says in `x-request-id`. */
  request?: string | undefined
  [field: string]: string | number | boolean | null | undefined
}

export type Log = (entry: LogEntry) => void

/** Writes structured lines; a failure that the owner can mend says how. */
export const consoleLog: Log = (entry) => {
  const meaning = entry.code ? FAILURES[entry.code] : {}
  console.log(terminalJson({ ...entry, ...('owner' in meaning && { mend: meaning.owner }) }))
}

/**
 * An error in a line of the log. What JSON cannot be read of, a `SyntaxError` quotes: that may be somebody's words, so of it only
 * the name is told.
 */
export const errorText = (error: unknown): string => (error instanceof SyntaxError ? error.name : String(error))

/** What nobody foresaw, with its stack. */
export const faultLine = (error: unknown): LogEntry => ({
  event: 'fault',
  code: 'internal',
  detail: error instanceof Error ? `${errorText(error)}${placesOf(error)}` : errorText(error),
})

const STACK_CHARACTERS = 5_000

/** The stack without the error's own words, which may have several lines. */
const placesOf = ({ stack = '' }: Error): string =>
  /(\n\s+at [^\n]+)+\s*$/.exec(stack.slice(-STACK_CHARACTERS))?.[0].trimEnd() ?? ''
