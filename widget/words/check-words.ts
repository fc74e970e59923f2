import { fetchModule } from '../module.ts'
import type { CheckWords, Tag } from './words.ts'

/** Where the third part of each language's words is: written in by the build. */
declare const CHECK_WORDS_PATHS: Readonly<Record<Tag, string>>

export const loadCheckWords = async (locale: Tag): Promise<CheckWords> =>
  (await fetchModule<{ check: CheckWords }>(CHECK_WORDS_PATHS[locale])).check
