import { fetchModule } from '../api/fetch-module.ts'
import { pathOf } from './choose.ts'
import type { MenuWords, Tag } from './words.ts'

export const loadMenuWords = async (locale: Tag): Promise<MenuWords> =>
  (await fetchModule<{ menuWords: MenuWords }>(pathOf(`${locale}-menu`))).menuWords
