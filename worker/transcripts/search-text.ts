/**
 * Text in a form that SQLite's `unicode61` can search. That tokenizer finds words by the separators between them. Chinese,
 * Japanese, Thai and others have none, so each of their characters becomes a token, and each word a phrase.
 */
import { once } from '../../protocol/once.ts'

const SCRIPTS = ['Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo', 'Thai', 'Lao', 'Khmer', 'Myanmar']
const UNSPACED = `[${SCRIPTS.map((script) => `\\p{scx=${script}}`).join('')}]`
/** Looking up nine scripts in Unicode's tables takes time that should not delay a visitor. */
const patterns = once(() => ({
  eachUnspaced: new RegExp(UNSPACED, 'gu'),
  endsUnspaced: new RegExp(`${UNSPACED}$`, 'u'),
}))
/** Surrounds each of these characters. It occurs in no text, and separates tokens. */
const APART = '\u001f'

/** Begins each part of a stored text and names its speaker. `indexed` removes these characters from the part itself. */
const SPEAKERS = { question: '\u0003', answer: '\u0004', comment: '\u0005' }
export type Speaker = keyof typeof SPEAKERS

/** For `CREATE VIRTUAL TABLE`. Marks belong to their word: in Hindi they are the vowels. */
export const TOKENIZE = `tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"`
/** Where a hit begins and ends in an excerpt. */
const [BEGIN, END] = [1, 2]
const EXCERPT_TOKENS = 32

/** The form that is stored and indexed. */
export const indexed = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .replace(patterns().eachUnspaced, `${APART}$&${APART}`)

/** The same for one part of a text with several speakers. */
export const spoken = (speaker: Speaker, text: string): string => SPEAKERS[speaker] + indexed(text)

/**
 * A visitor's or owner's words as a MATCH expression: each word is quoted, so that nothing in it is an operator.
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

/** … and its result in the original form. It begins with its speaker if `text`, the text it comes from, names speakers. */
export function readable(excerpt: string, text: string): string {
  return speakerOf(excerpt, text) + excerpt.replaceAll(APART, '')
}

const MARKS: ReadonlySet<string> = new Set(Object.values(SPEAKERS))

/** The speaker mark that is missing at the beginning of an excerpt: the last one before it. */
function speakerOf(excerpt: string, text: string): string {
  if (MARKS.has(excerpt[0] ?? '')) return ''
  const plain = excerpt.replaceAll(String.fromCharCode(BEGIN), '').replaceAll(String.fromCharCode(END), '')
  // SQLite adds an ellipsis where it cut, and does not say whether one was there already.
  const start = [plain, plain.replace(/^…/u, ''), plain.replace(/…$/u, ''), plain.replace(/^…|…$/gu, '')]
    .map((words) => text.indexOf(words))
    .find((at) => at >= 0)
  return Array.from(text.slice(0, start ?? 0)).findLast((character) => MARKS.has(character)) ?? ''
}
