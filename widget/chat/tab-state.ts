import { jsonText } from '../page/json-text.ts'
import { fields, number, text } from '../api/parse.ts'

/** How a tab shows the chat. The next page in the tab continues from here. */
export interface TabState {
  isOpen: boolean
  /** The text in the composer that is not sent. */
  draft: string
  unread: number
  /** The turn whose answer is in progress; empty if there is none. */
  waiting: string
}

export interface TabMemory {
  /** What an earlier page of this tab saved for the same visitor and API. @param whose the memory's storage key. */
  read(whose: string): TabState | undefined
  keep(whose: string, state: TabState): void
  forget(): void
}

/**
 * Its key in sessionStorage, which ends with the tab. A page may have one chat in its corner and another inline. The loader
 * checks whether the key exists.
 */
export const tabKey = (site: string, place: 'corner' | 'inline'): string => `inglenook:${site}:${place}`

export function tabMemory(key: string, storage: () => Storage): TabMemory {
  /** If storage is refused, each page starts anew. */
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
