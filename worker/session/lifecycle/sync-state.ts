/**
 * How long a session is kept, and when it is copied to KV. Pure: what happens at which time follows from these
 * fields alone, so that it survives the object's eviction.
 */
import { SESSION_MILLISECONDS } from '../../../protocol/sizes.ts'
import type { SessionRef } from '../command.ts'

export interface SyncState {
  holder: SessionRef
  retentionDays: number
  /** When the newest change was made that the history copy does not have yet, and the oldest such; null when it has all. */
  changedAt: number | null
  dirtySince: number | null
  /** Nothing but feedback has changed. Nothing in sessions from before this was written down. */
  canWait?: boolean
  /** The last attempt to write the history copy, and how many have failed since one succeeded. */
  triedAt: number
  failures: number
  /** The visitor asked to be forgotten: only this note stays, until every token has expired. */
  forgotten: boolean
  /** What the site's search index does not have yet; nothing when it has all, as in sessions from before there was one. */
  unfiled?: Unfiled | null
  /** When the object forgets everything by itself. */
  expiresAt: number
}

/** The newest change, and the attempts to bring it: the search index has a patience of its own, the history copy is not written for it. */
interface Unfiled {
  changedAt: number
  triedAt: number
  failures: number
}

/** A chat that goes on is copied when it pauses for this long … */
const QUIET_MILLISECONDS = 8_000
/** … or when it has been going on for this long. */
const LONGEST_MILLISECONDS = 60_000
/** KV takes one write a second and key. */
const APART_MILLISECONDS = 1_100
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
/** A panel that was opened and closed again leaves nothing for longer than this, nor does a copy that was only read. */
const UNUSED_MILLISECONDS = DAY_MILLISECONDS
/** A token that was being made anew while its session was forgotten is this much younger at most, clocks included. */
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

/** Somebody may change their mind many times: feedback alone is copied once in a minute. */
export const rated = (syncState: SyncState, now: number): SyncState => ({
  ...changed(syncState, now),
  canWait: syncState.changedAt === null || syncState.canWait === true,
})

/** @param upTo the `changedAt` that was written: what changed during the write is still to be written. */
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

/** The search index has it. @param upTo the `changedAt` that was brought. */
export const filed = (syncState: SyncState, upTo: number): SyncState => ({
  ...syncState,
  unfiled: syncState.unfiled && syncState.unfiled.changedAt !== upTo ? { ...syncState.unfiled, failures: 0 } : null,
})

export const notFiled = (syncState: SyncState, now: number): SyncState => ({
  ...syncState,
  unfiled: syncState.unfiled ? { ...syncState.unfiled, triedAt: now, failures: syncState.unfiled.failures + 1 } : null,
})

/**
 * The visitor has only looked: nothing was written to the history copy from here, nor is to be. What it has is from before, and goes
 * when its own time is over.
 */
export const isOnlyRead = ({ changedAt, triedAt }: SyncState): boolean => changedAt === null && triedAt === 0

/** The time is over and the history copy could not be told: nothing more is written there, and another day later it is told again. */
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
  // The visitor's own request sees to the history copy at once; the alarm does what that could not.
  triedAt: now,
  forgotten: true,
  // Dirty until the history copy has forgotten too.
  changedAt: 0,
  dirtySince: 0,
  // Another page may hold a younger token than the one that asked.
  expiresAt: now + SESSION_MILLISECONDS + RENEWING_MILLISECONDS,
})

/** When the history copy is to be written next, in milliseconds since 1970; null when it has everything. */
export function writeDue({ changedAt, dirtySince, canWait, triedAt, failures }: SyncState): number | null {
  if (changedAt === null || dirtySince === null) return null
  const quiet = canWait ? LONGEST_MILLISECONDS : QUIET_MILLISECONDS
  const paused = Math.min(changedAt + quiet, dirtySince + LONGEST_MILLISECONDS)
  return Math.max(paused, triedAt + backoff(failures))
}

/** The same for the search index. It is brought along whenever the history copy is written, and by itself when that was not enough. */
export function fileDue({ changedAt, unfiled }: SyncState): number | null {
  return unfiled && changedAt === null ? unfiled.triedAt + backoff(unfiled.failures) : null
}

const backoff = (failures: number): number => Math.min(LONGEST_MILLISECONDS, APART_MILLISECONDS * 2 ** failures)
