/**
 * Who may act as the owner: sign-ins, their failures, one-time codes. What is promised here is kept by `gate-object.ts`, one
 * Durable Object for the whole Worker, so that a count of failures is exact and a sign-out holds everywhere at once.
 */
import type { OwnerSession, SignInCode } from '../../protocol/owner.ts'

/** Where a request comes from, for the count of failures. */
export interface Caller {
  /** `CF-Connecting-IP`; empty where there is none. */
  address: string
}

export interface Gate {
  /** A new session: `id` is for the cookie alone. The key was found right before. */
  open(): Promise<OwnerSession & { id: string }>
  /** The same for who brings a one-time code. @throws Failure `sign_in_refused`. */
  openByCode(code: string): Promise<OwnerSession & { id: string }>
  /** The session of a cookie, null when it has ended. Looking at it keeps it. */
  read(id: string): Promise<OwnerSession | null>
  close(id: string): Promise<void>
  closeAll(): Promise<void>
  makeCode(): Promise<SignInCode>
  /** @throws Failure `too_many_failures` with `retryAfterSeconds`. */
  requireCalm(caller: Caller): Promise<void>
  /** Counts a wrong key or code. */
  failed(caller: Caller): Promise<void>
}
