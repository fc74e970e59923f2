/** Origins as an owner types them: one per line. */
import { originFault, type OriginFault } from '../../protocol/origin-fault.ts'

/** The maximum of `allowedOrigins`. */
export const MOST_ORIGINS = 100

export interface WrittenOrigins {
  /** The valid origins, each once. */
  origins: string[]
  faults: { line: string; fault: OriginFault }[]
}

export function readOrigins(text: string): WrittenOrigins {
  const lines = new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
  const read: WrittenOrigins = { origins: [], faults: [] }
  for (const line of lines) {
    const fault = originFault(line)
    if (fault) read.faults.push({ line, fault })
    else read.origins.push(line)
  }
  return read
}

/** The text with a line replaced by its probable correction. */
export const corrected = (text: string, line: string, meant: string): string =>
  text
    .split('\n')
    .map((each) => (each.trim() === line ? meant : each))
    .join('\n')
