import { FAILURES, type FailureCode } from '../../protocol/failure.ts'
import { terminalJson } from '../../protocol/terminal-json.ts'

/** One line of the owner's log. Ids, sizes, states and codes: never text that someone wrote, never a token or a key. */
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
  /** The request that it belongs to, as in `x-request-id` of the response. */
  request?: string | undefined
  [field: string]: string | number | boolean | null | undefined
}

export type Log = (entry: LogEntry) => void

/** Writes structured lines. If the owner can fix a failure, the line says how. */
export const consoleLog: Log = (entry) => {
  const meaning = entry.code ? FAILURES[entry.code] : {}
  console.log(terminalJson({ ...entry, ...('owner' in meaning && { mend: meaning.owner }) }))
}

/**
 * An error's text for the log. A `SyntaxError` quotes the JSON that could not be parsed, which may be someone's words, so only
 * its name is logged.
 */
export const errorText = (error: unknown): string => (error instanceof SyntaxError ? error.name : String(error))

/** An unexpected error, with its stack. */
export const faultLine = (error: unknown): LogEntry => ({
  event: 'fault',
  code: 'internal',
  detail: error instanceof Error ? `${errorText(error)}${placesOf(error)}` : errorText(error),
})

const STACK_CHARACTERS = 5_000

/** The stack without the error's message, which may have several lines. */
const placesOf = ({ stack = '' }: Error): string =>
  /(\n\s+at [^\n]+)+\s*$/.exec(stack.slice(-STACK_CHARACTERS))?.[0].trimEnd() ?? ''
