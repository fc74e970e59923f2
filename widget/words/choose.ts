import type { Words } from './words.ts'

const LOADERS: Readonly<Record<string, () => Promise<{ words: Words }>>> = {
  en: () => import('./en.ts'),
  zh: () => import('./zh-CN.ts'),
}

/** The first of these that says anything decides; a language we do not speak gets English. */
export const chooseLocale = (...wishes: readonly (string | undefined)[]): string => wishes.find(Boolean) ?? 'en'

export async function loadWords(locale: string): Promise<Words> {
  const language = locale.split('-')[0]?.toLowerCase() ?? ''
  const load = Object.hasOwn(LOADERS, language) ? LOADERS[language] : undefined
  return (await (load ?? (() => import('./en.ts')))()).words
}

/** Scripts that run from right to left, by the languages that are written in them. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  /^(ar|arc|ckb|dv|fa|he|iw|ps|sd|ug|ur|yi)\b/i.test(locale) ? 'rtl' : 'ltr'
