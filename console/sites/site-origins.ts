/** Origins as an owner types them: one a line. */
import { originFault, type OriginFault } from '../../protocol/origin-fault.ts'

/** As many as `allowedOrigins` takes. */
export const MOST_ORIGINS = 100

export interface WrittenOrigins {
  /** Each once, those that are origins. */
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

/** The text with what was probably meant in the place of a line. */
export const mended = (text: string, line: string, meant: string): string =>
  text
    .split('\n')
    .map((each) => (each.trim() === line ? meant : each))
    .join('\n')
