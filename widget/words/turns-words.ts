import { fetchModule } from '../api/fetch-module.ts'
import type { LaterWords, Tag } from './words.ts'

/** Where the second part of each language's words is: written in by the build. */
declare const LATER_WORDS_PATHS: Readonly<Record<Tag, string>>

export const loadLaterWords = async (locale: Tag): Promise<LaterWords> =>
  (await fetchModule<{ later: LaterWords }>(LATER_WORDS_PATHS[locale])).later
