import { batch, signal, type ReadonlySignal } from '@preact/signals-core'
import type { AskedParts, ShownSite } from '../api/parse.ts'
import { codeOf, Refusal, type RefusalCode } from '../api/refusal.ts'
import type { Transport } from '../api/transport.ts'
import type { Emit } from '../page/events.ts'
import type { Browser } from './browser.ts'
import { Conversation } from './conversation.ts'
import type { Memory } from './memory.ts'
import type { Opened, Session } from './session.ts'
import type { TabState } from './tab-state.ts'
import { otherTabs, type TabMessage, type Tabs } from './tabs.ts'
import { ShownTurn } from './turn.ts'

export interface StoreDependencies {
  site: string
  /** The page identifies its visitor, so the Worker may know a conversation that this device has never seen. */
  proof: ReadonlySignal<string | undefined>
  session: Session
  transport: Transport
  memory: Memory
  browser: Browser
  emit: Emit
}

/** The chat's state and actions. Components read the signals and call the methods, and nothing else. */
export class ChatStore {
  readonly transport: Transport
  readonly memory: Memory
  readonly emit: Emit
  readonly conversation: Conversation
  readonly isOnline: ReadonlySignal<boolean>
  readonly isOpen = signal(false)
  readonly view = signal<ShownSite>()
  /** The history is loaded: the list of turns is complete. */
  readonly isReady = signal(false)
  /** Why the page could not get the site or the history. */
  readonly trouble = signal<RefusalCode>()
  /** Answers that arrived while the panel was closed. */
  readonly unread = signal(0)
  /** What the visitor has written and not sent. */
  readonly draft = signal('')
  /** Text that the page put into the composer: the visitor did not write it. */
  prefilled = ''
  /** What goes with the next question: only what the owner wants and the visitor allows. */
  readonly parts = signal<AskedParts>({})
  /** The answer to announce to screen readers; '' withdraws it. */
  readonly announcement = signal({ text: '' })
  readonly #deps: StoreDependencies
  readonly #tabs: Tabs
  readonly #endSession: () => void
  /** Counts the conversations shown, so that late results of an old one can be dropped. */
  #shown = 0
  /** The turn whose answer an earlier page of this tab was waiting for: it counts as unread too. */
  #awaited = ''
  #resuming: { shown: number; done: Promise<void> } | undefined
  #isOver = false

  constructor(deps: StoreDependencies) {
    const { site, transport, memory, browser, session, emit } = deps
    this.#deps = deps
    this.transport = transport
    this.memory = memory
    this.emit = emit
    this.isOnline = browser.isOnline
    this.conversation = new Conversation({
      ...deps,
      parts: () => this.parts.value,
      onAccepted: (question) => this.#tabs.tell({ about: 'turn', question }),
      onAnswered: (turn) => this.#onAnswered(turn),
    })
    this.#tabs = otherTabs(
      site,
      () => memory.key,
      browser,
      (message) => this.#onTabMessage(message),
    )
    browser.onNetwork(() => {
      if (this.isOpen.value && this.trouble.value && !this.#isOver) void this.resume()
    })
    this.#endSession = session.opened.subscribe((opened) => opened && this.#onSession(opened))
  }

  open(): void {
    if (this.isOpen.value) return
    batch(() => {
      this.isOpen.value = true
      this.unread.value = 0
    })
    this.emit('open', undefined)
    if (!this.isReady.value) void this.resume()
  }

  close(): void {
    if (!this.isOpen.value) return
    this.isOpen.value = false
    this.emit('close', undefined)
  }

  /** Continues where an earlier page of this tab stopped. */
  restore(state: TabState): void {
    this.draft.value = state.draft
    this.unread.value = state.unread
    this.#awaited = state.waiting
    if (state.isOpen) this.open()
    else if (this.#awaited) void this.resume()
  }

  /** Gets the site and the history, and resumes what was in progress. Calling it twice does it once. */
  resume(): Promise<void> {
    if (this.#resuming?.shown === this.#shown) return this.#resuming.done
    const done = this.#load().finally(() => {
      if (this.#resuming === mine) this.#resuming = undefined
    })
    const mine = { shown: this.#shown, done }
    this.#resuming = mine
    return done
  }

  /** A module of the widget could not be fetched. */
  partsMissing(): void {
    this.trouble.value = 'offline'
  }

  /** Starts a new conversation. The visitor can return to the old one. */
  reset(): void {
    // While the old token is still the current one.
    this.conversation.stop()
    this.#deps.session.startFresh()
    this.takeUp()
  }

  /** Returns to a conversation, or starts a new one if there is no id. */
  takeUp(id?: string): void {
    this.memory.takeUp(id)
    this.showCurrent()
  }

  /** Another person is on this page: only their conversations are shown. Empty: an anonymous visitor. */
  identify(visitor: string): void {
    this.#deps.session.changeVisitor()
    this.memory.become(visitor)
    this.draft.value = ''
    this.unread.value = 0
    this.#begin()
  }

  /** Shows the conversation that is current now, here and in the other tabs. */
  showCurrent(): void {
    this.#begin()
    this.#tabs.tell({ about: 'another' })
  }

  destroy(): void {
    this.#isOver = true
    this.#endSession()
    this.conversation.leave()
    this.#tabs.close()
  }

  /** A conversation that has not begun has nothing to load. */
  #begin(): void {
    this.#shown += 1
    this.conversation.clear()
    this.announcement.value = { text: '' }
    if (!this.isOpen.value && !this.isReady.value) return
    if (this.#deps.proof.value || this.memory.token() || this.memory.outbox().length > 0) this.isReady.value = false
    if (!this.isReady.value) void this.resume()
  }

  async #load(): Promise<void> {
    const shown = this.#shown
    const token = this.memory.token()
    this.trouble.value = undefined
    try {
      const [history] = await Promise.all([this.transport.history(), this.view.value ?? this.#loadSite()])
      this.memory.renew(token, history.token)
      if (this.#isOver || shown !== this.#shown) return
      const { conversation } = this
      batch(() => {
        this.isReady.value = true
        for (const past of history.turns) if (!conversation.find(past.id)) conversation.add(ShownTurn.past(past))
      })
      this.#goOn(new Set(history.turns.map(({ id }) => id)))
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error)
      if (shown !== this.#shown) return
      const code = codeOf(error)
      this.trouble.value = code
      this.emit('error', { code })
    }
  }

  async #loadSite(): Promise<void> {
    this.view.value = await this.transport.view()
  }

  /** @param known the turns that the Worker has. */
  #goOn(known: ReadonlySet<string>): void {
    const { conversation, memory } = this
    if (this.#awaited && conversation.find(this.#awaited)?.now.state === 'complete') this.#addUnread()
    this.#awaited = ''
    // The Worker has accepted everything in the history: the page does not send it again.
    for (const { id, attempt } of memory.outbox()) if (!attempt && known.has(id)) memory.takeFromOutbox(id)
    for (const turn of conversation.turns.value) if (turn.isActive && turn.isAccepted) conversation.continue(turn)
    for (const question of memory.outbox()) conversation.resend(question)
  }

  #addUnread(): void {
    if (this.isOpen.value) return
    this.unread.value += 1
    this.emit('unread', { count: this.unread.value })
  }

  #onAnswered({ id, answer: { value: text } }: ShownTurn): void {
    this.announcement.value = { text }
    this.emit('message:complete', { id, text })
    this.#addUnread()
  }

  #onTabMessage(message: TabMessage): void {
    if (message.about === 'turn') return this.conversation.watch(message.question)
    this.memory.forgetUnsaved()
    this.#begin()
  }

  /** Another session has begun, which does not know what was said in the old one. */
  #onSession({ expiresAt, isRenewed }: Opened): void {
    this.emit('session', { expiresAt })
    // A person's session is the same under every token.
    if (this.#deps.proof.value) return
    this.conversation.moveToNextSession()
    if (isRenewed) this.#tabs.tell({ about: 'another' })
  }
}
