import { FAILURES, type FailureCode } from '../protocol/failure.ts'
import { terminalJson } from '../protocol/terminal-json.ts'

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

/** What nobody foresaw, with its stack. */
export const faultLine = (error: unknown): LogEntry => ({
  event: 'fault',
  code: 'internal',
  detail: error instanceof Error ? error.stack : String(error),
})
