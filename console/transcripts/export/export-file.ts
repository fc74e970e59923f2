/** Transcripts as a file: JSONL for programs, with everything; CSV for spreadsheets, one row per turn. */
import type { Transcript, TranscriptReceipt } from '../../../protocol/schemas/transcript.ts'
import type { Turn } from '../../../protocol/schemas/turn.ts'

export const FORMATS = ['csv', 'jsonl'] as const
export type Format = (typeof FORMATS)[number]

export const MEDIA_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv;charset=utf-8',
  jsonl: 'application/x-ndjson;charset=utf-8',
}

/** The beginning of a file in this format. Without the byte order mark, Excel does not read it as UTF-8. */
export const headOf = (format: Format): string => (format === 'csv' ? `\uFEFF${line(COLUMNS)}` : '')

/** Whole lines. */
export const linesOf = (format: Format, transcript: Transcript): string =>
  format === 'csv'
    ? transcript.turns.map((turn) => line(rowOf(transcript, turn))).join('')
    : `${JSON.stringify(transcript)}\n`

const COLUMNS = [
  'session',
  'turn',
  'asked_at',
  'question',
  'answer',
  'state',
  'failure',
  'finish_reason',
  'attempts',
  'rating',
  'comment',
  'persona_version',
  'provider',
  'model',
  'prompt_tokens',
  'completion_tokens',
  'cost_usd',
  'page_title',
  'page_url',
]

type Cell = string | number | null

function rowOf({ session, receipts }: Transcript, turn: Turn): Cell[] {
  const mine = receipts.filter(({ seq }) => seq === turn.seq)
  const sum = (of: 'promptTokens' | 'completionTokens'): Cell =>
    mine.length === 0 ? null : mine.reduce((total, receipt) => total + receipt[of], 0)
  return [
    session,
    turn.seq,
    turn.createdAt,
    turn.question,
    turn.answer,
    turn.state,
    turn.failure,
    turn.finishReason,
    turn.attempt,
    turn.feedback?.rating ?? null,
    turn.feedback?.comment ?? null,
    turn.personaVersion,
    turn.provider,
    turn.model,
    sum('promptTokens'),
    sum('completionTokens'),
    dollarsOf(mine),
    turn.page?.title ?? null,
    turn.page?.url ?? null,
  ]
}

/** For all attempts; empty if the price of one of them is unknown. */
function dollarsOf(receipts: readonly TranscriptReceipt[]): Cell {
  const costs = receipts.map(({ costMicroUsd }) => costMicroUsd)
  const known = costs.filter((cost) => cost !== null)
  if (known.length === 0 || known.length < costs.length) return null
  return (known.reduce((total, cost) => total + cost, 0) / 1_000_000).toFixed(6)
}

const line = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`

/** A spreadsheet computes a cell that begins with one of these. The wide ones count in Chinese and Japanese input. */
const SIGNS: ReadonlySet<string> = new Set('=+-@＝＋－＠')
/** Possible separators. In most of Europe they are semicolons, and quotes in the middle of a cell are text there. */
const SEPARATORS: ReadonlySet<string> = new Set(';,|\t\r\n\v\f\u2028\u2029')
/** Characters that a spreadsheet ignores before such a character. */
const READ_OVER: ReadonlySet<string> = new Set('" \0\u00a0\u200b\u3000\ufeff')

/**
 * Puts an apostrophe before each character that would start a formula, so that a spreadsheet shows the text and computes
 * nothing, whichever separator it reads the file with.
 *
 * Source: https://owasp.org/www-community/attacks/CSV_Injection
 */
function harmless(text: string): string {
  let safe = /^[\t\r\n\0]/.test(text) ? "'" : ''
  let begins = true
  for (const sign of text) {
    if (begins && SIGNS.has(sign)) safe += "'"
    begins = SEPARATORS.has(sign) || (begins && READ_OVER.has(sign))
    safe += sign
  }
  return safe
}

/** RFC 4180; every text in quotes. */
const cell = (value: Cell): string =>
  typeof value === 'string' ? `"${harmless(value).replaceAll('"', '""')}"` : String(value ?? '')
