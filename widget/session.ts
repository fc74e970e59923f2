import type { SessionToken } from '../protocol/wire.ts'
import type { Memory } from './memory.ts'
import type { Bearer } from './transport.ts'

export interface Partners {
  memory: Memory
  open(): Promise<SessionToken>
  /** The Worker has opened another session; `isRenewed` when it takes the place of one that it refused. */
  begun(isRenewed: boolean): void
  /** Runs one at a time in all tabs of a browser. */
  alone<Result>(run: () => Promise<Result>): Promise<Result>
}

/** Who this visitor is to the Worker: the token that is remembered, or a new one where it is missing, over or refused. */
export function sessionBearer({ memory, open, begun, alone }: Partners): Bearer {
  let opening: Promise<string> | undefined

  return async (refused) => {
    // Whether it has expired is for the Worker to say: a visitor's clock may be wrong by a month.
    const kept = memory.token()
    if (kept && kept !== refused) return kept

    /** Another tab may have been quicker: two tabs with two sessions would lose sight of each other's turns. */
    const newer = () => {
      const token = memory.token()
      return token !== kept && token
    }
    // Whoever asks while a session is being opened gets the same one.
    opening ??= alone(async () => {
      const others = newer()
      if (others) return others
      const { token } = await open()
      const meanwhile = newer()
      if (meanwhile) return meanwhile
      memory.keepToken(token)
      begun(kept !== '')
      return token
    }).finally(() => (opening = undefined))
    return opening
  }
}

/** How long a tab waits for another one, which may be waiting for its visitor. */
const PATIENCE_MS = 5000

/** One at a time in all tabs; where the browser has no locks, or another tab takes long, at once. @param name tells what apart. */
export function aloneIn(name: () => string): Partners['alone'] {
  return async (run) => {
    let hasBegun = false
    const mine = () => {
      hasBegun = true
      return run()
    }
    try {
      return await navigator.locks.request(name(), { signal: AbortSignal.timeout(PATIENCE_MS) }, mine)
    } catch (error) {
      // Its own errors are the caller's; a lock that is not to be had (plain http, a frame without an origin) is none.
      if (hasBegun) throw error
      return run()
    }
  }
}
