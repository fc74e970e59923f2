import { fetchModule } from '../api/fetch-module.ts'
import type { EnteringWords, Tag } from './words.ts'

/** Where the third part of each language's words is: written in by the build. */
declare const ENTERING_WORDS_PATHS: Readonly<Record<Tag, string>>

export const loadEnteringWords = async (locale: Tag): Promise<EnteringWords> =>
  (await fetchModule<{ entering: EnteringWords }>(ENTERING_WORDS_PATHS[locale])).entering
