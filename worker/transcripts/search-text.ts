/**
 * Text as SQLite's `unicode61` can find it. That tokenizer knows words by what stands between them; Chinese, Japanese, Thai
 * and others write nothing there, so each of their characters becomes a token, and a word of theirs a phrase.
 */
import { once } from '../../protocol/once.ts'

const SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo', 'Thai', 'Lao', 'Khmer', 'Myanmar']
const UNSPACED = `[${SCRIPTS.map((script) => `\\p{scx=${script}}`).join('')}]`
/** Looking nine scripts up in Unicode's tables takes time that no visitor's start should pay for. */
const patterns = once(() => ({
  eachUnspaced: new RegExp(UNSPACED, 'gu'),
  endsUnspaced: new RegExp(`${UNSPACED}$`, 'u'),
}))
/** Stands around a character of these, in no text, and separates tokens. */
const APART = '\u001f'

/** What begins a part of a stored text: who says it. `indexed` leaves no such character in the part itself. */
const SPEAKERS = { question: '\u0003', answer: '\u0004', comment: '\u0005' }
export type Speaker = keyof typeof SPEAKERS

/** For `CREATE VIRTUAL TABLE`. Marks belong to their word: they are the vowels of Hindi. */
export const TOKENIZE = `tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"`
/** Where a hit begins and ends in an excerpt. */
const [BEGIN, END] = [1, 2]
const EXCERPT_TOKENS = 32

/** What is stored and indexed. */
export const indexed = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .replace(patterns().eachUnspaced, `${APART}$&${APART}`)

/** The same for one part of a text with several speakers. */
export const spoken = (speaker: Speaker, text: string): string => SPEAKERS[speaker] + indexed(text)

/**
 * A visitor's or owner's words as a MATCH expression: each of them quoted, so that nothing in it is an operator.
 *
 * Source: https://www.sqlite.org/fts5.html#full_text_query_syntax
 */
export function matching(words: string): string {
  return words
    .split(/\s+/u)
    .filter(Boolean)
    .map((word) => `"${indexed(word).replaceAll('"', '""')}"${patterns().endsUnspaced.test(word) ? '' : ' *'}`)
    .join(' ')
}

/** SQL for the text around a hit in this FTS5 table … */
export const excerptOf = (table: string): string =>
  `snippet(${table}, 0, char(${BEGIN}), char(${END}), '…', ${EXCERPT_TOKENS})`

/** … and what was read with it, as it was written. It begins with its speaker, if `text`, which it is from, names them. */
export function readable(excerpt: string, text: string): string {
  return speakerOf(excerpt, text) + excerpt.replaceAll(APART, '')
}

const MARKS: ReadonlySet<string> = new Set(Object.values(SPEAKERS))

/** The mark that is missing at the beginning of an excerpt: the last one before it. */
function speakerOf(excerpt: string, text: string): string {
  if (MARKS.has(excerpt[0] ?? '')) return ''
  const plain = excerpt.replaceAll(String.fromCharCode(BEGIN), '').replaceAll(String.fromCharCode(END), '')
  // SQLite puts an ellipsis where it cut, and does not say whether one was there already.
  const start = [plain, plain.replace(/^…/u, ''), plain.replace(/…$/u, ''), plain.replace(/^…|…$/gu, '')]
    .map((words) => text.indexOf(words))
    .find((at) => at >= 0)
  return Array.from(text.slice(0, start ?? 0)).findLast((character) => MARKS.has(character)) ?? ''
}
