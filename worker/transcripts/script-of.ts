import { once } from '../../protocol/once.ts'
import { WRITINGS } from '../../protocol/transcript-choices.ts'
import type { Writing } from '../../protocol/schemas/transcript.ts'

const SCRIPTS = ['Latin', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Cyrillic', 'Arabic', 'Devanagari']
const letters = (...scripts: string[]) => scripts.map((script) => `\\p{Script=${script}}`).join('')

/** One word, roughly: a single character in scripts without spaces, otherwise a run of letters. */
const words = once((): Readonly<Record<Writing, RegExp>> => ({
  latin: new RegExp(`[${letters('Latin')}]+`, 'gu'),
  han: new RegExp(`[${letters('Han')}]`, 'gu'),
  kana: new RegExp(`[${letters('Hiragana', 'Katakana')}]`, 'gu'),
  hangul: new RegExp(`[${letters('Hangul')}]+`, 'gu'),
  cyrillic: new RegExp(`[${letters('Cyrillic')}]+`, 'gu'),
  arabic: new RegExp(`[${letters('Arabic')}]+`, 'gu'),
  devanagari: new RegExp(`[${letters('Devanagari')}]+`, 'gu'),
  other: new RegExp(`(?:(?![${letters(...SCRIPTS)}])\\p{L})+`, 'gu'),
}))

/** Japanese has at least this share of kana beside its Chinese characters; with less it is a Chinese text that contains a の. */
const KANA_SHARE = 1 / 10

/** The script of most words. */
export function scriptOf(text: string): Writing {
  const count = (writing: Writing) => text.match(words()[writing])?.length ?? 0
  const [han, kana] = [count('han'), count('kana')]
  const isJapanese = kana > 0 && kana >= han * KANA_SHARE
  const size = (writing: Writing): number => {
    if (writing === 'han') return isJapanese ? 0 : han
    return writing === 'kana' && isJapanese ? kana + han : count(writing)
  }
  return WRITINGS.reduce<Writing>((most, writing) => (size(writing) > size(most) ? writing : most), 'other')
}
