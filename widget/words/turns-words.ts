import { fetchModule } from '../api/fetch-module.ts'
import { pathOf } from './choose.ts'
import type { Tag, TurnsWords } from './words.ts'

export const loadTurnsWords = async (locale: Tag): Promise<TurnsWords> =>
  (await fetchModule<{ turnsWords: TurnsWords }>(pathOf(`${locale}-turns`))).turnsWords
