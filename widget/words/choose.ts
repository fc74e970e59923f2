import { fetchModule } from '../module.ts'
import type { LaterWords, Words } from './words.ts'

/** Where each language's words are: written in by the build. */
declare const WORDS_PATHS: Readonly<Record<'en' | 'zh-CN', string>>
declare const LATER_WORDS_PATHS: Readonly<Record<'en' | 'zh-CN', string>>

/** The first of these that says anything decides; a language we do not speak gets English. */
export const chooseLocale = (...wishes: readonly (string | undefined)[]): string => wishes.find(Boolean) ?? 'en'

export async function loadWords(locale: string): Promise<Words> {
  const language = /^zh\b/i.test(locale) ? 'zh-CN' : 'en'
  return (await fetchModule<{ words: Words }>(WORDS_PATHS[language])).words
}

export async function loadLaterWords(locale: string): Promise<LaterWords> {
  const language = /^zh\b/i.test(locale) ? 'zh-CN' : 'en'
  return (await fetchModule<{ later: LaterWords }>(LATER_WORDS_PATHS[language])).later
}

/** Scripts that run from right to left, by the languages that are written in them. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  /^(ar|arc|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i.test(locale) ? 'rtl' : 'ltr'
