import { jsonText } from '../page/json-text.ts'
import { fields, number, text } from '../api/parse.ts'

/** How a tab shows the chat: the next page in it goes on from there. */
export interface TabState {
  isOpen: boolean
  /** What is written in the field and not sent. */
  draft: string
  unread: number
  /** The turn whose answer is on its way; empty where none is. */
  waiting: string
}

export interface TabMemory {
  /** What an earlier page of this tab left, for the same visitor and API. @param whose as the memory calls them. */
  read(whose: string): TabState | undefined
  keep(whose: string, state: TabState): void
  forget(): void
}

/**
 * Its place in sessionStorage, which ends with the tab. A page may have a chat in its corner and another one in itself. The
 * loader looks whether something is there.
 */
export const tabKey = (site: string, place: 'corner' | 'inline'): string => `inglenook:${site}:${place}`

export function tabMemory(key: string, storage: () => Storage): TabMemory {
  /** Where storage is refused, each page begins anew. */
  const tried = <Result>(run: (storage: Storage) => Result): Result | undefined => {
    try {
      return run(storage())
    } catch {
      return undefined
    }
  }
  return {
    read(whose) {
      const kept = fields(tried((storage) => JSON.parse(storage.getItem(key) ?? 'null')))
      if (kept.whose !== whose) return undefined
      const { isOpen, draft, unread, waiting } = kept
      return { isOpen: isOpen === true, draft: text(draft), unread: number(unread), waiting: text(waiting) }
    },
    keep: (whose, state) => void tried((storage) => storage.setItem(key, jsonText({ whose, ...state }))),
    forget: () => void tried((storage) => storage.removeItem(key)),
  }
}
