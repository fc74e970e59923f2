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

/** … and what was read with it, as it was written. */
export const readable = (excerpt: string): string => excerpt.replaceAll(APART, '')
