/** The console's language: the owner's choice, otherwise the browser's preference. */
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
    // If storage is refused, the choice applies until the page is closed.
  }
}

/** The words of one screen in both languages: if a word is missing, the code does not compile. */
export function translated<Words extends object>(en: Words, zh: { [word in keyof Words]: Words[word] }) {
  return computed(() => (language.value === 'zh-CN' ? zh : en))
}

/** The browser's own kind of English (or Chinese) for dates: a British owner reads days first. */
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
