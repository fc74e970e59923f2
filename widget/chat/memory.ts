import { fields, number, text } from '../api/parse.ts'
import type { Outgoing } from '../api/transport.ts'
import { jsonText } from '../page/json-text.ts'

/**
 * What a page remembers of a site's sessions, under one key of localStorage. Nothing is written before the visitor's
 * first question; where storage is refused, the page remembers for as long as it lives. Another tab may write at any
 * time, so everything is read when it is needed. Markup can name any API, so each has a key of its own, and a token is
 * told to no API but the one that issued it.
 */
export interface Memory {
  /** Empty when there is none. */
  token(): string
  keepToken(token: string): void
  /** The same session goes on with another token; nothing without one, or where another session is held by now. */
  renew(from: string, to: string): void
  outbox(): Outgoing[]
  /** A question on its way: it stays until the Worker has taken it. */
  putInOutbox(question: Outgoing): void
  takeFromOutbox(id: string): void
  /** The one that is held first, where it has begun. */
  conversations(): SavedConversation[]
  /** Lays the conversation that is held aside, with what of it waits to be sent, and takes up another one or a new one. */
  takeUp(conversation?: SavedConversation): void
  /** Forgets one conversation; with the last one, nothing is left in storage. */
  forget(token: string): void
  /** Forgets what only this page knew: another tab has seen to the storage, and may have begun anew there. */
  forgetOwn(): void
  /** From here on, another visitor's memory. */
  become(visitor: string): void
  /** Tells one memory from another. */
  whose(): string
}

/** A session that can be gone back to. */
export interface SavedConversation {
  token: string
  /** How its first question begins. */
  title: string
  /** When something was asked in it last, in milliseconds since 1970. */
  at: number
  isHeld: boolean
}

interface Issuer {
  api: string
  home: string
}

interface Laid {
  token: string
  /** The API that issued the token. Earlier releases did not say: what has none came from the script's own origin. */
  api: string
  title: string
  at: number
  outbox: Outgoing[]
}

interface Kept extends Laid {
  others: Laid[]
}

const TITLE_CHARACTERS = 80
/** What one tab stores reaches another late, which may have written over it until then: it is looked at again after these. */
const LATE_MILLISECONDS = [500, 2_000]
/** The oldest are let go: localStorage is shared with the page. */
const OTHERS = 30

/**
 * @param api the address that tokens come from and go to.
 * @param home the origin of the script: its key is the one that every release had.
 */
export function siteMemory(site: string, { api, home }: Issuer, storage: () => Storage): Memory {
  const base = `inglenook:${site}${api === home ? '' : `@${api}`}`
  const nothing = (): Kept => ({ token: '', api, title: '', at: 0, outbox: [], others: [] })
  /** Of two scripts that name one site, each reads only what it wrote. */
  const isOwn = ({ api: issuer }: Laid): boolean => !issuer || issuer === api
  let key = base
  let own = nothing()
  let asked = false
  /**
   * The conversation that this page has begun, until its first question is taken. Another tab that begins one in the same
   * moment cannot see it yet and writes over it: then it is put back among the others. The token is the one it was asked with.
   */
  let beginning: Laid | undefined
  let forgotten = ''

  function stored(): Kept | undefined {
    try {
      const kept = storage().getItem(key)
      return kept === null ? undefined : readKept(JSON.parse(kept))
    } catch {
      return undefined // refused, or not ours: as if nothing had been kept
    }
  }

  const forgetOwn = () => void (own = nothing())
  const sentWith = (token: string): void => {
    if (beginning && !beginning.token) beginning = { ...beginning, token }
  }

  /** With what another tab has written over. */
  function completed(kept: Kept, mine: Laid | undefined): Kept {
    if (!mine?.token || mine.token === forgotten) return kept
    if ([kept, ...kept.others].some(({ token }) => token === mine.token)) return kept
    // Conversations are told apart by their times.
    const at = kept.at === mine.at ? mine.at - 1 : mine.at
    return { ...kept, others: [{ ...mine, at, outbox: [] }, ...kept.others] }
  }

  /** Where nothing is stored, all was forgotten meanwhile. */
  function lookAgain(mine: Laid, keyThen: string): void {
    if (key !== keyThen || !stored()) return
    const before = read()
    const kept = completed(before, mine)
    if (kept !== before) write(kept)
  }

  function read(): Kept {
    const { others, ...held } = stored() ?? own
    return isOwn(held) ? { ...held, others } : { ...nothing(), others: [held, ...others] }
  }

  function write(kept: Kept): void {
    own = kept
    if (!asked && !stored()) return
    try {
      storage().setItem(key, jsonText(kept))
      // From here on storage speaks; an own copy would outlive another tab's `forget`.
      forgetOwn()
    } catch {
      // Private windows and full disks: `own` has it, and nothing older may speak instead.
      remove()
    }
  }

  function remove(): void {
    try {
      storage().removeItem(key)
    } catch {
      // refused: then nothing was kept there either
    }
  }

  return {
    token() {
      const { token } = read()
      sentWith(token)
      return token
    },
    keepToken(token) {
      sentWith(token)
      const kept = read()
      // Another session, another conversation.
      const title = kept.token ? (kept.outbox[0]?.text ?? '') : kept.title
      write({ ...kept, token, api, title: title.slice(0, TITLE_CHARACTERS), at: title ? kept.at : 0 })
    },
    renew(from, token) {
      if (token && beginning?.token === from) beginning = { ...beginning, token }
      const kept = read()
      if (token && kept.token === from) write({ ...kept, token })
    },
    outbox: () => read().outbox,
    putInOutbox(question) {
      asked = true
      const kept = read()
      const next = {
        ...kept,
        title: kept.title || question.text.slice(0, TITLE_CHARACTERS),
        at: Date.now(),
        outbox: [...kept.outbox.filter(({ id }) => id !== question.id), question],
      }
      if (!kept.at) beginning = { token: '', api, title: next.title, at: next.at, outbox: [] }
      write(next)
    },
    takeFromOutbox(id) {
      const mine = beginning
      beginning = undefined
      const before = read()
      const kept = completed(before, mine)
      const outbox = kept.outbox.filter((question) => question.id !== id)
      if (outbox.length < kept.outbox.length || kept !== before) write({ ...kept, outbox })
      if (mine) for (const wait of LATE_MILLISECONDS) setTimeout(lookAgain, wait, mine, key)
    },
    conversations() {
      const { at: held } = read()
      return begun(read())
        .filter(isOwn)
        .map(({ token, title, at }) => ({ token, title, at, isHeld: at === held }))
    },
    takeUp(wanted) {
      const all = begun(read())
      const found = all.find((each) => each.at === wanted?.at && isOwn(each))
      const others = all.filter((each) => each !== found).slice(0, OTHERS)
      write({ ...nothing(), ...found, others })
    },
    forget(gone) {
      forgotten = gone
      const kept = read()
      const others = kept.others.filter(({ token }) => token !== gone)
      const held = kept.token === gone ? nothing() : kept
      if (held.token || others.length > 0) return write({ ...held, others })
      forgetOwn()
      beginning = undefined
      asked = false
      remove()
    },
    forgetOwn() {
      beginning = undefined
      forgetOwn()
    },
    become(visitor) {
      beginning = undefined
      key = `${base}${visitor && `:${visitor}`}`
      asked = false
      forgetOwn()
    },
    whose: () => key,
  }
}

/** Those in which something was asked, whether the Worker has heard it or not. */
const begun = ({ others, ...held }: Kept): Laid[] => [held, ...others].filter(({ at }) => at)

const readKept = (value: unknown): Kept => ({ ...readLaid(value), others: records(fields(value).others).map(readLaid) })

function readLaid(value: unknown): Laid {
  const { token, api, title, at, outbox } = fields(value)
  return {
    token: text(token),
    api: text(api),
    title: text(title),
    // The oldest shape had no `at`, and was written with a question only: it stays in the list, as the last.
    at: number(at ?? +!!token),
    outbox: records(outbox)
      .map(readOutgoing)
      .filter(({ id }) => id),
  }
}

function readOutgoing(value: unknown): Outgoing {
  const { id, text: words, attempt } = fields(value)
  const asked = number(attempt)
  return { id: text(id), text: text(words), ...(asked > 1 && { attempt: asked }) }
}

const records = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
