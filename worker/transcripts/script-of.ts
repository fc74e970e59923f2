import { once } from '../../protocol/once.ts'
import { WRITINGS } from '../../protocol/transcript-choices.ts'
import type { Writing } from '../../protocol/schemas/transcript.ts'

const SCRIPTS = ['Latin', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Cyrillic', 'Arabic', 'Devanagari']
const letters = (...scripts: string[]) => scripts.map((script) => `\\p{Script=${script}}`).join('')

/** One word, roughly: a character where words are written without spaces, a run of letters elsewhere. */
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

/** Japanese has at least so many kana beside its Chinese characters; less is a Chinese text with a の in it. */
const KANA_SHARE = 1 / 10

/** The script that most words are written in. */
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
