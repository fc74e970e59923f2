/** The console's language: the owner's choice, else the browser's wish. */
import { computed, signal } from '@preact/signals'
import { regionalTag } from '../../protocol/language-tag.ts'

export const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const
export type Language = keyof typeof LANGUAGES

const KEY = 'inglenook-console:language'

export const language = signal<Language>(chosen())

export function speak(next: Language): void {
  language.value = next
  try {
    localStorage.setItem(KEY, next)
  } catch {
    // Where storage is refused the choice holds until the page is left.
  }
}

/** The words of one screen in both languages: each has every word, or it does not compile. */
export function inBoth<Words extends object>(en: Words, zh: { [word in keyof Words]: Words[word] }) {
  return computed(() => (language.value === 'zh-CN' ? zh : en))
}

/** Where the browser's own English (or Chinese) writes dates: a British owner reads days first. */
export const region = computed(() => regionalTag(language.value, navigator.languages))

function chosen(): Language {
  const wishes = [stored(), ...navigator.languages].filter((wish) => wish !== null)
  for (const wish of wishes) {
    if (/^zh/i.test(wish)) return 'zh-CN'
    if (/^en/i.test(wish)) return 'en'
  }
  return 'en'
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
