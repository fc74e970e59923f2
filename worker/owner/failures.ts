import { Failure } from '../../protocol/failure.ts'
import type { Caller } from './gate.ts'
import { networkOf } from './network.ts'

const MINUTE = 60_000
/** Failures are counted over this time, and the one too many is followed by as long a lock. */
export const LOCK_MILLISECONDS = 15 * MINUTE
/** So many failures lock a network out. */
export const NETWORK_FAILURES = 5
/** So many lock everybody out: who guesses from many networks. */
export const ALL_FAILURES = 100

/** No network is called that. */
const EVERYBODY = 'everybody'

const TABLES = `
  CREATE TABLE IF NOT EXISTS failures (network TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS locks (network TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
`

/** Wrong keys and codes, and who has to wait because of them. */
export class Failures {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  /** @throws Failure `too_many_failures`. */
  requireCalm({ address }: Caller, now: number): void {
    const { until } = this.#sql
      .exec<{ until: number | null }>(
        'SELECT max(until) AS until FROM locks WHERE network IN (?, ?) AND until > ?',
        networkOf(address),
        EVERYBODY,
        now,
      )
      .one()
    if (until !== null) throw new Failure('too_many_failures', { retryAfterSeconds: (until - now) / 1000 })
  }

  /** Guesses made while locked out do not count: they were not looked at, and a lock that they prolong would never end. */
  add(caller: Caller, now: number): void {
    this.requireCalm(caller, now)
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
    if (all >= ALL_FAILURES) this.#lock(EVERYBODY, now)
  }

  removeOld(now: number): void {
    this.#sql.exec('DELETE FROM failures WHERE at <= ?', now - LOCK_MILLISECONDS)
    this.#sql.exec('DELETE FROM locks WHERE until <= ?', now)
  }

  #lock(network: string, now: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO locks (network, until) VALUES (?, ?)', network, now + LOCK_MILLISECONDS)
  }
}
