import { looksInTag, type Looks } from '../../protocol/tag-looks.ts'

/** The looks of the tag that was copied last in this browser: by them the screen knows when it is out of date. */
export interface LastTag {
  /** Null where none was copied. */
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
        return null // storage that is refused: nothing is known of earlier tags
      }
    },
    keep(looks) {
      try {
        storage().setItem(key, writtenLooks(looks))
      } catch {
        // As above: the screen says nothing the next time.
      }
    },
  }
}
