import type { SessionToken } from '../protocol/wire.ts'
import type { Memory } from './memory.ts'
import type { Bearer } from './transport.ts'

/** Who this visitor is to the Worker: the token that is remembered, or a new one where it is missing, over or refused. */
export function sessionBearer(memory: Memory, open: () => Promise<SessionToken>): Bearer {
  let opening: Promise<string> | undefined

  return async (refused) => {
    const kept = memory.token()
    if (kept && kept.token !== refused && Date.parse(kept.expiresAt) > Date.now()) return kept.token

    // Whoever asks while a session is being opened gets the same one.
    opening ??= open()
      .then((session) => {
        memory.keepToken(session)
        return session.token
      })
      .finally(() => (opening = undefined))
    return opening
  }
}
