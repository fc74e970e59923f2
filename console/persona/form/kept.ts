/** Changes that the Worker does not have yet, saved in this browser: a reload, a crash or a dead network loses none of them. */
import { field, isRecord } from '../../../protocol/record.ts'
import type { Entry, Written } from './written.ts'

export interface Kept {
  written: Written
  /** The revision of the draft it is based on; 0 if there was none. */
  revision: number
  /** That draft, and the live version at that time; null if an earlier console saved this. */
  base: { written: Written; version: number } | null
}

export interface Keep {
  read(): Kept | null
  /** @returns whether it was saved. */
  write(kept: Kept): boolean
  forget(): void
}

export function keptIn(storage: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, site: string): Keep {
  const key = `inglenook-console:draft:${site}`
  return {
    read() {
      try {
        return readKept(JSON.parse(storage().getItem(key) ?? 'null'))
      } catch {
        return null // storage is refused, or the text is not JSON: nothing was saved
      }
    },
    write(kept) {
      try {
        storage().setItem(key, JSON.stringify(kept))
        return true
      } catch {
        return false
      }
    },
    forget() {
      try {
        storage().removeItem(key)
      } catch {
        // If storage is refused, nothing was saved.
      }
    },
  }
}

function readKept(value: unknown): Kept | null {
  const written = field(value, 'written')
  const revision = field(value, 'revision')
  if (!isRecord(written) || typeof revision !== 'number') return null
  return { revision, written: readWritten(written), base: readBase(field(value, 'base')) }
}

function readBase(value: unknown): Kept['base'] {
  const written = field(value, 'written')
  const version = field(value, 'version')
  return isRecord(written) && typeof version === 'number' ? { written: readWritten(written), version } : null
}

const readWritten = (value: Record<string, unknown>): Written =>
  Object.fromEntries(Object.entries(value).flatMap(([name, one]) => (isEntry(one) ? [[name, one]] : [])))

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string'))
