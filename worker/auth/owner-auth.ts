/**
 * Who may act as the owner: sign-ins, their failures, one-time codes. `owner-auth-object.ts` implements this in one Durable
 * Object for the whole Worker, so that a count of failures is exact and a sign-out takes effect everywhere at once.
 */
import { Failure, FAILURES, type FailureCode } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'
import type { OwnerSession, SignInCode } from '../../protocol/schemas/owner-session.ts'
import type { Caller } from '../http/caller.ts'

/** `id` is for the cookie alone. */
export interface OpenedSession extends OwnerSession {
  id: string
}

export interface OwnerAuth {
  /** Opens a session. The caller has just checked the key. */
  open(): Promise<OpenedSession>
  /**
   * The same for a one-time code. A wrong code is counted, a right one is never refused.
   *
   * @throws Failure `sign_in_refused`, `sign_in_expired`, `too_many_failures`.
   */
  openByCode(code: string, caller: Caller): Promise<OpenedSession>
  /** The session of a cookie, null when it has ended. Reading it keeps it alive. */
  read(id: string): Promise<OwnerSession | null>
  close(id: string): Promise<void>
  /** Ends every session, and every unused code. */
  closeAll(): Promise<void>
  makeCode(): Promise<SignInCode>
  /**
   * Counts a wrong key. A right key is never counted and never refused, whatever others tried before: with 256 random bits a lock
   * would protect nothing, and anybody could use it to lock the owner out.
   *
   * @throws Failure `too_many_failures` with `retryAfterSeconds`, after one wrong key too many.
   */
  failed(caller: Caller): Promise<void>
}

/** The commands of owner auth's object. */
export type OwnerAuthCommand =
  | { do: 'open' | 'closeAll' | 'makeCode' }
  | { do: 'openByCode'; code: string; caller: Caller }
  | { do: 'read' | 'close'; id: string }
  | { do: 'failed'; caller: Caller }

/** Owner auth through an object that takes commands and returns failures as `refuse` writes them. */
export function ownerAuthClient(send: (command: OwnerAuthCommand) => Promise<Response>): OwnerAuth {
  const done = async (command: OwnerAuthCommand): Promise<Response> => {
    const response = await send(command)
    if (response.ok) return response
    const code = field(field(await response.json(), 'error'), 'code')
    if (!isCode(code)) throw new Error(`owner auth answers ${response.status}`)
    const seconds = response.headers.get('retry-after')
    throw new Failure(code, seconds === null ? {} : { retryAfterSeconds: Number(seconds) })
  }
  return {
    open: async () => (await done({ do: 'open' })).json(),
    openByCode: async (code, caller) => (await done({ do: 'openByCode', code, caller })).json(),
    read: async (id) => (await done({ do: 'read', id })).json(),
    close: async (id) => void (await done({ do: 'close', id })),
    closeAll: async () => void (await done({ do: 'closeAll' })),
    makeCode: async () => (await done({ do: 'makeCode' })).json(),
    failed: async (caller) => void (await done({ do: 'failed', caller })),
  }
}

const isCode = (code: unknown): code is FailureCode => typeof code === 'string' && Object.hasOwn(FAILURES, code)
