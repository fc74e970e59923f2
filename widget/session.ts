import type { SessionToken } from '../protocol/wire.ts'
import type { Memory } from './memory.ts'
import type { Bearer } from './transport.ts'

export interface Partners {
  memory: Memory
  open(): Promise<SessionToken>
  /** The Worker has opened another session; `isRenewed` when it takes the place of one that it refused. */
  begun(isRenewed: boolean): void
  /** Runs one at a time in all tabs of a browser, and says whether another one was before. */
  alone<Result>(run: (isSecond: boolean) => Promise<Result>): Promise<Result>
}

/** How often, and how far apart, a tab looks for what another one has just stored. */
const LOOKS = 10
const LOOK_MS = 50
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

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
    opening ??= alone(async (isSecond) => {
      // What another tab has stored may take a moment to be seen in this one.
      for (let looks = isSecond ? LOOKS : 0; looks > 0 && !newer(); looks -= 1) await pause(LOOK_MS)
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
    const mine = (isSecond: boolean) => {
      hasBegun = true
      return run(isSecond)
    }
    try {
      const { locks } = navigator
      const free = await locks.request(
        name(),
        { ifAvailable: true },
        async (lock) => lock && { result: await mine(false) },
      )
      if (free) return free.result
      return await locks.request(name(), { signal: AbortSignal.timeout(PATIENCE_MS) }, () => mine(true))
    } catch (error) {
      // Its own errors are the caller's. Over plain http, and in a frame without an origin, there are no locks.
      if (hasBegun) throw error
      return run(false)
    }
  }
}
