import type { Outgoing } from '../api/transport.ts'
import type { Browser } from './browser.ts'
import { begun, nothingSaved, readOutgoing, type SavedConversation, type SavedSite } from './saved-conversation.ts'
import { SavedSiteStore } from './saved-site.ts'

interface MemoryDependencies {
  site: string
  /** The address that issues tokens and accepts them. */
  api: string
  /** The script's origin. Its key has been the same in every release. */
  home: string
  browser: Pick<Browser, 'now' | 'newId' | 'after'>
  /** May throw, and so may reading the storage that it returns. */
  storage: () => Storage
}

const TITLE_CHARACTERS = 80
/** Another tab sees a write late and may overwrite it before. So this tab checks again, twice. */
const LATE_MILLISECONDS = [500, 2_000]
/** Older ones are dropped: the page uses localStorage too. */
const OTHERS = 30

/**
 * The visitor's conversations with a site, in this browser, under one key of `localStorage`. Nothing is written before the
 * visitor's first question. Another tab may write at any time, so everything is read when it is needed. HTML on the page can
 * name any API, so each API has its own key, and a token is only ever sent to the API that issued it.
 */
export class Memory {
  readonly #base: string
  readonly #deps: MemoryDependencies
  #saved: SavedSiteStore
  /**
   * The conversation that this page has started, until the Worker accepts its first question. A tab that starts another one at
   * the same moment does not see it yet and overwrites it. It is then put back among the others.
   */
  #beginning: SavedConversation | undefined
  #forgotten = ''

  constructor(deps: MemoryDependencies) {
    const { site, api, home } = deps
    this.#deps = deps
    this.#base = `inglenook:${site}${api === home ? '' : `@${api}`}`
    this.#saved = new SavedSiteStore(this.#base, api, deps.storage)
  }

  /** The token of the current conversation; '' if there is none. */
  token(): string {
    const { token } = this.#saved.read()
    this.#sentWith(token)
    return token
  }

  /** A session was opened for the current conversation. */
  keepToken(token: string): void {
    this.#sentWith(token)
    const saved = this.#saved.read()
    // Another session is another conversation. Questions that are not sent yet move to it.
    const title = saved.token ? (saved.outbox[0]?.text ?? '') : saved.title
    const id = saved.token || !saved.id ? this.#deps.browser.newId() : saved.id
    const { api } = this.#deps
    this.#saved.write({ ...saved, id, token, api, title: title.slice(0, TITLE_CHARACTERS), at: title ? saved.at : 0 })
  }

  /** The session gets a new token. Does nothing without one, or if another session is current by now. */
  renew(from: string, to: string): void {
    if (to && this.#beginning?.token === from) this.#beginning = { ...this.#beginning, token: to }
    const saved = this.#saved.read()
    if (to && saved.token === from) this.#saved.write({ ...saved, token: to })
  }

  outbox(): Outgoing[] {
    return this.#saved.read().outbox
  }

  /** A question to send. It stays until the Worker has accepted it. */
  putInOutbox(question: Outgoing): void {
    const { now, newId } = this.#deps.browser
    this.#saved.mayWrite = true
    const saved = this.#saved.read()
    const next: SavedSite = {
      ...saved,
      id: saved.id || newId(),
      title: saved.title || question.text.slice(0, TITLE_CHARACTERS),
      at: now(),
      outbox: [...saved.outbox.filter(({ id }) => id !== question.id), readOutgoing(question)],
    }
    if (!saved.at) {
      const { others: _, ...begins } = next
      this.#beginning = { ...begins, token: '', api: this.#deps.api, outbox: [] }
    }
    this.#saved.write(next)
  }

  takeFromOutbox(id: string): void {
    const store = this.#saved
    const mine = this.#beginning
    this.#beginning = undefined
    const before = store.read()
    const saved = this.#completed(before, mine)
    const outbox = saved.outbox.filter((question) => question.id !== id)
    if (outbox.length < saved.outbox.length || saved !== before) store.write({ ...saved, outbox })
    if (!mine) return
    for (const wait of LATE_MILLISECONDS) this.#deps.browser.after(wait, () => this.#lookAgain(mine, store))
  }

  /**
   * Makes another conversation current, or a new one if there is no id. The previous one keeps the questions that are not
   * sent yet.
   */
  takeUp(id?: string): void {
    const all = begun(this.#saved.read())
    const found = all.find((each) => each.id === id && this.isOwn(each))
    const others = all.filter((each) => each !== found).slice(0, OTHERS)
    this.#saved.write({ ...nothingSaved(this.#deps.api), ...found, others })
  }

  /**
   * Forgets a session's conversation; '' is the one without a session. After the last conversation, storage is
   * empty.
   */
  forget(token: string): void {
    this.#forgotten = token
    const saved = this.#saved.read()
    const others = saved.others.filter((each) => each.token !== token)
    const current = saved.token === token ? nothingSaved(this.#deps.api) : saved
    if (current.token || others.length > 0) return this.#saved.write({ ...current, others })
    this.#beginning = undefined
    this.#saved.erase()
  }

  /** Forgets what only this page knew: another tab has changed the saved data. */
  forgetUnsaved(): void {
    this.#beginning = undefined
    this.#saved.forgetUnsaved()
  }

  /** From now on, the memory of another visitor. Empty: an anonymous visitor. */
  become(visitor: string): void {
    this.#beginning = undefined
    this.#saved = new SavedSiteStore(this.#base + (visitor && `:${visitor}`), this.#deps.api, this.#deps.storage)
  }

  /** The storage key, which tells one visitor's memory from another's. */
  get key(): string {
    return this.#saved.key
  }

  get saved(): SavedSiteStore {
    return this.#saved
  }

  /** If two scripts name the same site, each uses only what it saved itself. */
  isOwn({ api }: SavedConversation): boolean {
    return !api || api === this.#deps.api
  }

  #sentWith(token: string): void {
    if (this.#beginning && !this.#beginning.token) this.#beginning = { ...this.#beginning, token }
  }

  /** Adds the conversation that another tab has overwritten. Two tabs with the same token were in one conversation. */
  #completed(saved: SavedSite, mine: SavedConversation | undefined): SavedSite {
    if (!mine?.token || mine.token === this.#forgotten) return saved
    if ([saved, ...saved.others].some(({ id, token }) => id === mine.id || token === mine.token)) return saved
    return { ...saved, others: [mine, ...saved.others] }
  }

  #lookAgain(mine: SavedConversation, store: SavedSiteStore): void {
    // Another visitor may be here by now. If nothing is stored, everything was forgotten meanwhile.
    if (store !== this.#saved || !store.isStored) return
    const before = store.read()
    const saved = this.#completed(before, mine)
    if (saved !== before) store.write(saved)
  }
}
