/**
 * Who may act as the owner: sign-ins, their failures, one-time codes. What is promised here is kept by `gate-object.ts`, one
 * Durable Object for the whole Worker, so that a count of failures is exact and a sign-out holds everywhere at once.
 */
import { Failure, FAILURES, type FailureCode } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'
import type { OwnerSession, SignInCode } from '../../protocol/owner.ts'

/** Where a request comes from, for the count of failures. */
export interface Caller {
  /** `CF-Connecting-IP`; empty where there is none. */
  address: string
}

/** `id` is for the cookie alone. */
export interface OpenedSession extends OwnerSession {
  id: string
}

export interface Gate {
  /** A new session. The key was found right before. */
  open(): Promise<OpenedSession>
  /** The same for who brings a one-time code; a wrong one is counted. @throws Failure `sign_in_refused`, `too_many_failures`. */
  openByCode(code: string, caller: Caller): Promise<OpenedSession>
  /** The session of a cookie, null when it has ended. Looking at it keeps it. */
  read(id: string): Promise<OwnerSession | null>
  close(id: string): Promise<void>
  /** Ends every session, and every code that was not used. */
  closeAll(): Promise<void>
  makeCode(): Promise<SignInCode>
  /**
   * After a right key: the caller's guesses so far were few enough to believe it.
   *
   * @throws Failure `too_many_failures` with `retryAfterSeconds`.
   */
  requireCalm(caller: Caller): Promise<void>
  /**
   * Counts a wrong key. Who guesses many at a time learns no more than who waits: a guess beyond the limit is refused here,
   * and a right one by `requireCalm`.
   *
   * @throws Failure `too_many_failures`.
   */
  failed(caller: Caller): Promise<void>
}

/** What is asked of the gate's object. */
export type GateOrder =
  | { do: 'open' | 'closeAll' | 'makeCode' }
  | { do: 'openByCode'; code: string; caller: Caller }
  | { do: 'read' | 'close'; id: string }
  | { do: 'requireCalm' | 'failed'; caller: Caller }

/** The gate behind an object that takes orders and answers failures as `refuse` writes them. */
export function gateBehind(send: (order: GateOrder) => Promise<Response>): Gate {
  const done = async (order: GateOrder): Promise<Response> => {
    const response = await send(order)
    if (response.ok) return response
    const code = field(field(await response.json(), 'error'), 'code')
    if (!isCode(code)) throw new Error(`the gate answers ${response.status}`)
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
    requireCalm: async (caller) => void (await done({ do: 'requireCalm', caller })),
    failed: async (caller) => void (await done({ do: 'failed', caller })),
  }
}

const isCode = (code: unknown): code is FailureCode => typeof code === 'string' && Object.hasOwn(FAILURES, code)
