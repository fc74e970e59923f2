import { looksInTag, type Looks } from '../../protocol/tag-looks.ts'

/** The looks of the tag last copied in this browser. The screen compares them to know when the tag is out of date. */
export interface LastTag {
  /** Null if none was copied. */
  read(): string | null
  keep(looks: Looks): void
}

export const writtenLooks = (looks: Looks): string => JSON.stringify(looksInTag(looks))

export function lastTagIn(storage: () => Pick<Storage, 'getItem' | 'setItem'>, site: string): LastTag {
  const key = `inglenook-console:tag:${site}`
  return {
    read() {
      try {
        return storage().getItem(key)
      } catch {
        return null // storage is refused: earlier tags are unknown
      }
    },
    keep(looks) {
      try {
        storage().setItem(key, writtenLooks(looks))
      } catch {
        // As above: the screen does not mention it the next time.
      }
    },
  }
}
