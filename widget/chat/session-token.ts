import type { SessionToken } from '../../protocol/schemas/session.ts'
import type { Memory } from './memory.ts'
import type { Bearer } from '../api/transport.ts'

/** Who this visitor is to the Worker: the token that is remembered, or a new one where it is missing, over or refused. */
/** @param begun the Worker has opened another session; `isRenewed` when it takes the place of one that it refused. */
export function sessionBearer(
  memory: Memory,
  open: () => Promise<SessionToken>,
  begun: (isRenewed: boolean) => void,
): Bearer {
  let opening: Promise<string> | undefined

  return async (refused) => {
    // Whether it has expired is for the Worker to say: a visitor's clock may be wrong by a month.
    const kept = memory.token()
    if (kept && kept !== refused) return kept

    // Whoever asks while a session is being opened gets the same one.
    opening ??= open()
      .then(({ token }) => {
        // Another tab may have been quicker: two tabs with two sessions would lose sight of each other's turns.
        const newer = memory.token()
        if (newer && newer !== kept) return newer
        memory.keepToken(token)
        begun(kept !== '')
        return token
      })
      .finally(() => (opening = undefined))
    return opening
  }
}
