import { signal } from '@preact/signals-core'
import type { SessionToken } from '../../protocol/schemas/session.ts'
import type { Bearer } from '../api/transport.ts'
import type { Memory } from './memory.ts'

/** The Worker has opened a session. */
export interface Opened {
  expiresAt: string
  /** It replaces one that the Worker has refused. */
  isRenewed: boolean
}

export interface SessionDependencies {
  memory: Memory
  /** Asks the Worker for a session. @param isFresh whether the visitor wants a new conversation. */
  open(isFresh: () => boolean): Promise<SessionToken>
}

/** The visitor's token: the saved one, or a new one if it is missing, expired or refused. */
export class Session {
  /** The session that was opened last. */
  readonly opened = signal<Opened>()
  readonly #deps: SessionDependencies
  #opening: Promise<string> | undefined
  /** The visitor wants a new conversation, which has not begun at the Worker yet. */
  #isFresh = false

  constructor(deps: SessionDependencies) {
    this.#deps = deps
  }

  /** The token, or a new one if `refused` is the saved one. @throws Refusal */
  token: Bearer = async (refused) => {
    const { memory } = this.#deps
    // Only the Worker decides whether it has expired: a visitor's clock may be wrong by a month.
    const known = memory.token()
    if (known && known !== refused) return known
    // Callers that ask while a session is being opened get the same one.
    this.#opening ??= this.#open(known).finally(() => (this.#opening = undefined))
    return this.#opening
  }

  /** The next session is for a new conversation. */
  startFresh(): void {
    this.#isFresh = true
  }

  /** Another visitor is on this page now. */
  changeVisitor(): void {
    this.#isFresh = false
  }

  async #open(known: string): Promise<string> {
    const { memory } = this.#deps
    const { key } = memory
    const opened = await this.#deps.open(() => this.#isFresh)
    // A session that was opened for one visitor must not go to the next.
    if (key !== memory.key) return this.#open(known)
    // Another tab may have been faster. Two tabs with two sessions would not see each other's turns.
    const newer = memory.token()
    if (newer && newer !== known) return newer
    memory.keepToken(opened.token)
    this.#isFresh = false
    this.opened.value = { expiresAt: opened.expiresAt, isRenewed: known !== '' }
    return opened.token
  }
}
