/** What is written and not yet with the Worker, in this browser: a reload, a crash or a dead network loses none of it. */
import { field, isRecord } from '../../../protocol/record.ts'
import type { Entry, Written } from './written.ts'

export interface Kept {
  written: Written
  /** Of the draft it goes on from; 0 when there was none. */
  revision: number
  /** That draft itself, and what was live beside it; null where an earlier console kept this. */
  base: { written: Written; version: number } | null
}

export interface Keep {
  read(): Kept | null
  /** @returns whether it is kept. */
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
        return null // storage that is refused, or text that is no JSON: nothing was kept
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
        // Where storage is refused nothing was kept.
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
