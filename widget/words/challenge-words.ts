import { fetchModule } from '../api/fetch-module.ts'
import { pathOf } from './choose.ts'
import type { ChallengeWords, Tag } from './words.ts'

export const loadChallengeWords = async (locale: Tag): Promise<ChallengeWords> =>
  (await fetchModule<{ challengeWords: ChallengeWords }>(pathOf(`${locale}-challenge`))).challengeWords
