import type { Question } from '../protocol/wire.ts'
import { fields, text } from './reading.ts'

/**
 * What a page remembers of a site's session, under one key of localStorage. Nothing is written before the visitor's first
 * question; where storage is refused, the page remembers for as long as it lives. Another tab may write at any time, so
 * everything is read when it is needed.
 */
export interface Memory {
  /** Empty when there is none. */
  token(): string
  keepToken(token: string): void
  outbox(): Question[]
  /** A question on its way: it stays until the Worker has taken it. */
  putInOutbox(question: Question): void
  takeFromOutbox(id: string): void
  forget(): void
  /** Forgets what only this page knew: another tab has seen to the storage, and may have begun anew there. */
  forgetOwn(): void
}

interface Kept {
  token: string
  outbox: Question[]
}

const nothing = (): Kept => ({ token: '', outbox: [] })

export function siteMemory(site: string, storage: () => Storage): Memory {
  const key = `inglenook:${site}`
  let own = nothing()
  let asked = false

  function stored(): Kept | undefined {
    try {
      const kept = storage().getItem(key)
      return kept === null ? undefined : readKept(JSON.parse(kept))
    } catch {
      return undefined // refused, or not ours: as if nothing had been kept
    }
  }

  const forgetOwn = () => void (own = nothing())
  const read = (): Kept => stored() ?? own

  function write(kept: Kept): void {
    own = kept
    if (!asked && !stored()) return
    try {
      storage().setItem(key, JSON.stringify(kept))
      // From here on storage speaks; an own copy would outlive another tab's `forget`.
      forgetOwn()
    } catch {
      // private windows and full disks: `own` has it
    }
  }

  return {
    token: () => read().token,
    keepToken: (token) => write({ ...read(), token }),
    outbox: () => read().outbox,
    putInOutbox(question) {
      asked = true
      const kept = read()
      write({ ...kept, outbox: [...kept.outbox.filter(({ id }) => id !== question.id), question] })
    },
    takeFromOutbox(id) {
      const kept = read()
      const outbox = kept.outbox.filter((question) => question.id !== id)
      if (outbox.length < kept.outbox.length) write({ ...kept, outbox })
    },
    forgetOwn,
    forget() {
      forgetOwn()
      try {
        storage().removeItem(key)
      } catch {
        // refused: then nothing was kept there either
      }
    },
  }
}

function readKept(value: unknown): Kept {
  const { token, outbox } = fields(value)
  const questions = Array.isArray(outbox) ? outbox.map(fields) : []
  return {
    token: text(token),
    outbox: questions.map(({ id, text: words }) => ({ id: text(id), text: text(words) })).filter(({ id }) => id),
  }
}
