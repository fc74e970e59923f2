/**
 * How long a session is kept, and when it is copied to KV. Pure: timing depends on these fields alone, so it survives the
 * object's eviction.
 */
import { SESSION_MILLISECONDS } from '../../../protocol/sizes.ts'
import type { SessionRef } from '../command.ts'

export interface SyncState {
  holder: SessionRef
  retentionDays: number
  /** When the newest change happened that the history copy lacks, and the oldest such change; null when it lacks nothing. */
  changedAt: number | null
  dirtySince: number | null
  /** Only feedback has changed. Missing in sessions from before this field. */
  canWait?: boolean
  /** The last attempt to write the history copy, and the number of failures since the last success. */
  triedAt: number
  failures: number
  /** The visitor asked to be forgotten: only this note stays, until every token has expired. */
  forgotten: boolean
  /** What the site's search index lacks. Missing when it lacks nothing, and in sessions from before the index. */
  unfiled?: Unfiled | null
  /** When the object deletes everything. */
  expiresAt: number
}

/** The newest change, and the attempts to index it. This has its own backoff and does not rewrite the history copy. */
interface Unfiled {
  changedAt: number
  triedAt: number
  failures: number
}

/** An active chat is copied when it pauses for this long … */
const QUIET_MILLISECONDS = 8_000
/** … or when it has been active for this long. */
const LONGEST_MILLISECONDS = 60_000
/** KV takes one write per second and key. */
const APART_MILLISECONDS = 1_100
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
/** A panel that was only opened and closed is forgotten after this, and so is a copy that was only read. */
const UNUSED_MILLISECONDS = DAY_MILLISECONDS
/** A token that was being renewed while its session was forgotten is at most this much younger, including clock skew. */
const RENEWING_MILLISECONDS = 60 * 60 * 1000

export const newSyncState = (holder: SessionRef, now: number): SyncState => ({
  holder,
  retentionDays: 1,
  changedAt: null,
  dirtySince: null,
  triedAt: 0,
  failures: 0,
  forgotten: false,
  expiresAt: now + UNUSED_MILLISECONDS,
})

/** The visitor asked or rated: the retention counts from now. */
export const used = (syncState: SyncState, retentionDays: number, now: number): SyncState => ({
  ...syncState,
  retentionDays,
  expiresAt: now + retentionDays * DAY_MILLISECONDS,
})

export const changed = (syncState: SyncState, now: number): SyncState => ({
  ...syncState,
  changedAt: now,
  canWait: false,
  dirtySince: syncState.dirtySince ?? now,
  unfiled: { triedAt: 0, failures: 0, ...syncState.unfiled, changedAt: now },
  expiresAt: now + syncState.retentionDays * DAY_MILLISECONDS,
})

/** Visitors may change their rating often: feedback alone is copied at most once a minute. */
export const feedbackChanged = (syncState: SyncState, now: number): SyncState => ({
  ...changed(syncState, now),
  canWait: syncState.changedAt === null || syncState.canWait === true,
})

/** @param upTo the `changedAt` that was written: a change during the write still has to be written. */
export const written = (syncState: SyncState, upTo: number | null, now: number): SyncState => ({
  ...syncState,
  ...(syncState.changedAt === upTo ? { changedAt: null, dirtySince: null } : { dirtySince: now }),
  triedAt: now,
  failures: 0,
})

export const failed = (syncState: SyncState, now: number): SyncState => ({
  ...syncState,
  triedAt: now,
  failures: syncState.failures + 1,
})

/** The search index has it. @param upTo the `changedAt` that was indexed. */
export const filed = (syncState: SyncState, upTo: number): SyncState => ({
  ...syncState,
  unfiled: syncState.unfiled && syncState.unfiled.changedAt !== upTo ? { ...syncState.unfiled, failures: 0 } : null,
})

export const notFiled = (syncState: SyncState, now: number): SyncState => ({
  ...syncState,
  unfiled: syncState.unfiled ? { ...syncState.unfiled, triedAt: now, failures: syncState.unfiled.failures + 1 } : null,
})

/**
 * The visitor has only read: this object has not written the history copy and will not. The copy is older and has its own expiry.
 */
export const isOnlyRead = ({ changedAt, triedAt }: SyncState): boolean => changedAt === null && triedAt === 0

/** The session expired but its history copy could not be deleted: no more writes to it, and another try a day later. */
export const overdue = (syncState: SyncState, now: number): SyncState => ({
  ...syncState,
  changedAt: null,
  dirtySince: null,
  unfiled: null,
  triedAt: now,
  failures: 0,
  expiresAt: now + UNUSED_MILLISECONDS,
})

export const forgotten = (holder: SessionRef, now: number): SyncState => ({
  ...newSyncState(holder, 0),
  // The visitor's request deletes the history copy immediately; if that fails, the alarm does it.
  triedAt: now,
  forgotten: true,
  // Dirty until the history copy is deleted too.
  changedAt: 0,
  dirtySince: 0,
  // Another page may have a younger token than the one that asked.
  expiresAt: now + SESSION_MILLISECONDS + RENEWING_MILLISECONDS,
})

/** When the history copy has to be written next, in milliseconds since 1970; null when it is complete. */
export function writeDue({ changedAt, dirtySince, canWait, triedAt, failures }: SyncState): number | null {
  if (changedAt === null || dirtySince === null) return null
  const quiet = canWait ? LONGEST_MILLISECONDS : QUIET_MILLISECONDS
  const paused = Math.min(changedAt + quiet, dirtySince + LONGEST_MILLISECONDS)
  return Math.max(paused, triedAt + backoff(failures))
}

/** The same for the search index. Every write of the history copy updates it too; it is due separately only if that failed. */
export function fileDue({ changedAt, unfiled }: SyncState): number | null {
  return unfiled && changedAt === null ? unfiled.triedAt + backoff(unfiled.failures) : null
}

const backoff = (failures: number): number => Math.min(LONGEST_MILLISECONDS, APART_MILLISECONDS * 2 ** failures)
