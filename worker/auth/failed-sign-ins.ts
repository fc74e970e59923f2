import { Failure } from '../../protocol/failure.ts'
import type { Caller } from '../http/caller.ts'
import { networkOf } from '../base/network.ts'

const MINUTE = 60_000
/** Failures are counted over this time. After too many, all others are refused for just as long. */
export const LOCK_MILLISECONDS = 15 * MINUTE
/** Failures allowed per network. */
export const NETWORK_FAILURES = 5
/** Failures allowed for all networks together, which also limits the rows that a flood of guesses can write. */
export const ALL_FAILURES = 100

/** Cannot be the name of a network. */
const ALL_NETWORKS = 'everybody'

const TABLES = `
  CREATE TABLE IF NOT EXISTS failures (network TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS locks (network TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
`

/** Counts wrong keys and codes, and locks networks out. */
export class FailedSignIns {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  /**
   * Counts one. Nothing is counted during a lock: if guesses prolonged it, it would never end.
   *
   * @throws Failure `too_many_failures`.
   */
  add(caller: Caller, now: number): void {
    this.#refuseLocked(caller, now)
    const network = networkOf(caller.address)
    this.#sql.exec('INSERT INTO failures (network, at) VALUES (?, ?)', network, now)
    const { own, all } = this.#sql
      .exec<{ own: number; all: number }>(
        'SELECT count(*) AS "all", count(CASE WHEN network = ? THEN 1 END) AS own FROM failures WHERE at > ?',
        network,
        now - LOCK_MILLISECONDS,
      )
      .one()
    if (own >= NETWORK_FAILURES) this.#lock(network, now)
    if (all >= ALL_FAILURES) this.#lock(ALL_NETWORKS, now)
  }

  removeOld(now: number): void {
    this.#sql.exec('DELETE FROM failures WHERE at <= ?', now - LOCK_MILLISECONDS)
    this.#sql.exec('DELETE FROM locks WHERE until <= ?', now)
  }

  #refuseLocked({ address }: Caller, now: number): void {
    const { until } = this.#sql
      .exec<{ until: number | null }>(
        'SELECT max(until) AS until FROM locks WHERE network IN (?, ?) AND until > ?',
        networkOf(address),
        ALL_NETWORKS,
        now,
      )
      .one()
    if (until !== null) throw new Failure('too_many_failures', { retryAfterSeconds: (until - now) / 1000 })
  }

  #lock(network: string, now: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO locks (network, until) VALUES (?, ?)', network, now + LOCK_MILLISECONDS)
  }
}
