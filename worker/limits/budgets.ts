import type { BudgetLimit, Budgets } from '../../protocol/schemas/budget.ts'
import type { Log } from '../base/log.ts'
import type { DaySums } from './day-sums.ts'
import { LEASE_MILLISECONDS, type UsageRecord, type HeldLease, type LeaseAnswer, type LeaseRequest } from './ledger.ts'
import { amountOf, NOTHING, plus, type Amount, type Limits } from './limits.ts'
import {
  budgetOf,
  dayEnd,
  dayOf,
  isPast,
  isSet,
  meter,
  microUsd,
  monthEnd,
  monthOf,
  stepOf,
  turnsWithin,
  type Meter,
} from './meter.ts'
import { utcDay } from '../base/utc-day.ts'

const TABLES = `
  CREATE TABLE IF NOT EXISTS visitors (
    visitor TEXT PRIMARY KEY, turns INTEGER NOT NULL, tokens INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS leases (
    session TEXT PRIMARY KEY, lease INTEGER NOT NULL, visitor TEXT, turns INTEGER NOT NULL, tokens INTEGER NOT NULL,
    microUsd INTEGER NOT NULL, expiresAt INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS warnings (
    budget TEXT NOT NULL, period TEXT NOT NULL, PRIMARY KEY (budget, period)
  ) WITHOUT ROWID;
`

/**
 * How much of a site's limits is used and reserved. Usage comes from the daily sums, so that limits and the owner's figures
 * always agree. Only visitors are counted here, by a digest that is deleted after its day.
 */
export class SiteBudgets {
  readonly #sql: SqlStorage
  readonly #days: DaySums
  readonly #log: Log

  constructor(sql: SqlStorage, days: DaySums, log: Log) {
    this.#sql = sql
    this.#days = days
    this.#log = log
    sql.exec(TABLES)
  }

  /** Counts an attempt for its visitor. If it arrives after its day, it counts for nobody. */
  count(visitor: string | null, entry: UsageRecord, now: number): void {
    if (visitor === null || visitor < utcDay(now)) return
    const { turns, tokens } = amountOf(entry)
    this.#sql.exec(
      `INSERT INTO visitors (visitor, turns, tokens) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET turns = turns + excluded.turns, tokens = tokens + excluded.tokens`,
      visitor,
      turns,
      tokens,
    )
  }

  /**
   * What a session keeps of its lease. The amount only ever decreases: a late or repeated message changes nothing, and one about
   * an earlier lease is ignored.
   */
  hold(session: string, { lease, amount }: HeldLease, now: number): void {
    if (amount === null) this.#sql.exec('DELETE FROM leases WHERE session = ? AND lease = ?', session, lease)
    else {
      this.#sql.exec(
        `UPDATE leases SET turns = MAX(0, MIN(turns, ?)), tokens = MAX(0, MIN(tokens, ?)),
           microUsd = MAX(0, MIN(microUsd, ?)), expiresAt = ? WHERE session = ? AND lease = ?`,
        amount.turns,
        amount.tokens,
        amount.microUsd,
        now + LEASE_MILLISECONDS,
        session,
        lease,
      )
    }
  }

  lease(session: string, wish: LeaseRequest, now: number): LeaseAnswer {
    this.#sql.exec('DELETE FROM leases WHERE expiresAt <= ?', now)
    const overtaken = this.#sql.exec('SELECT 1 FROM leases WHERE session = ? AND lease >= ?', session, wish.lease)
    if (overtaken.toArray().length > 0) return { is: 'promised', limit: null }
    this.#reserve(session, wish, wish.carried, now)
    const site = this.#siteMeters(wish.limits, now)
    this.#warn(site, wish)
    // The site's limits first: they concern every visitor, and may have a fallback answer.
    const meters = [...site, ...(wish.visitor === null ? [] : this.#visitorMeters(wish.limits, wish.visitor))]
    const reached = meters.find(({ used, most }) => used >= most)
    if (reached) return { is: 'reached', limit: reached.limit, resetsAt: reached.resetsAt }
    const full = meters.find(({ used, reserved, most }) => used + reserved >= most)
    if (full) return { is: 'promised', limit: full.limit }

    const { cheaperModel, cheaperAt } = wish.limits
    const isCheaper = cheaperModel !== '' && isPast(site, cheaperAt)
    const need = isCheaper ? wish.cheaperNeed : wish.need
    // A lease from before a step of the ladder does not reach beyond it.
    const until = cheaperModel !== '' && !isCheaper ? cheaperAt / 100 : 1
    const turns = turnsWithin(meters, need, until)
    const isPlenty = turns > 1
    if (wish.isAhead && !isPlenty) return { is: 'promised', limit: null }
    const amount = plus(NOTHING, need, turns)
    this.#reserve(session, wish, plus(wish.carried, amount), now)
    return { is: 'granted', amount, isCheaper, isPlenty }
  }

  read(limits: Limits, now: number): Budgets {
    this.#sql.exec('DELETE FROM leases WHERE expiresAt <= ?', now)
    const site = this.#siteMeters(limits, now)
    return { budgets: site.map(budgetOf), step: stepOf(site, limits) }
  }

  forget(session: string): void {
    this.#sql.exec('DELETE FROM leases WHERE session = ?', session)
  }

  /** Removes what is over: abandoned leases, visitors of other days, warnings of other months. */
  sweep(now: number): void {
    const today = utcDay(now)
    this.#sql.exec('DELETE FROM leases WHERE expiresAt <= ?', now)
    this.#sql.exec('DELETE FROM visitors WHERE visitor < ?', today)
    this.#sql.exec('DELETE FROM warnings WHERE period < ?', monthOf(today))
  }

  /** When the oldest visitor's day is over; null when nobody is counted. */
  next(): number | null {
    const { first } = this.#sql.exec<{ first: string | null }>('SELECT MIN(visitor) AS first FROM visitors').one()
    return first === null ? null : dayEnd(dayOf(first))
  }

  #reserve(session: string, { lease, visitor }: LeaseRequest, { turns, tokens, microUsd }: Amount, now: number): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO leases (session, lease, visitor, turns, tokens, microUsd, expiresAt)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      session,
      lease,
      visitor,
      turns,
      tokens,
      microUsd,
      now + LEASE_MILLISECONDS,
    )
  }

  /** The limits that are set. */
  #siteMeters(limits: Limits, now: number): Meter<BudgetLimit>[] {
    const day = utcDay(now)
    const month = monthOf(day)
    const today = { period: day, resetsAt: dayEnd(day), used: this.#days.used(day, day) }
    const thisMonth = { period: month, resetsAt: monthEnd(now), used: this.#days.used(month, day) }
    const reserved = this.#reserved('TRUE')
    return [
      meter('turnsPerDay', limits.turnsPerDay, 'turns', { ...today, reserved }),
      meter('tokensPerDay', limits.tokensPerDay, 'tokens', { ...today, reserved }),
      meter('spendPerDay', microUsd(limits.spendPerDay), 'microUsd', { ...today, reserved }),
      meter('turnsPerMonth', limits.turnsPerMonth, 'turns', { ...thisMonth, reserved }),
      meter('tokensPerMonth', limits.tokensPerMonth, 'tokens', { ...thisMonth, reserved }),
      meter('spendPerMonth', microUsd(limits.spendPerMonth), 'microUsd', { ...thisMonth, reserved }),
    ].filter(isSet)
  }

  #visitorMeters(limits: Limits, visitor: string): Meter[] {
    const [row] = this.#sql
      .exec<{ turns: number; tokens: number }>('SELECT turns, tokens FROM visitors WHERE visitor = ?', visitor)
      .toArray()
    const period = dayOf(visitor)
    const reserved = this.#reserved('visitor = ?', visitor)
    const theirs = { period, resetsAt: dayEnd(period), used: { ...NOTHING, ...row }, reserved }
    return [
      meter('turnsPerVisitorDay', limits.turnsPerVisitorDay, 'turns', theirs),
      meter('tokensPerVisitorDay', limits.tokensPerVisitorDay, 'tokens', theirs),
    ].filter(isSet)
  }

  #reserved(where: string, ...values: string[]): Amount {
    return this.#sql
      .exec<{ turns: number; tokens: number; microUsd: number }>(
        `SELECT IFNULL(SUM(turns), 0) AS turns, IFNULL(SUM(tokens), 0) AS tokens, IFNULL(SUM(microUsd), 0) AS microUsd
         FROM leases WHERE ${where}`,
        ...values,
      )
      .one()
  }

  /** One line in the log for each limit and period. */
  #warn(meters: readonly Meter[], { site, limits }: LeaseRequest): void {
    for (const one of meters.filter((each) => isPast([each], limits.warnAt))) {
      const { limit, period, unit, most, used, reserved } = one
      const isNew = this.#sql.exec(
        'INSERT INTO warnings (budget, period) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING budget',
        limit,
        period,
      )
      if (isNew.toArray().length > 0)
        this.#log({ event: 'budget', site, limit, period, unit, most, used, reserved, percent: limits.warnAt })
    }
  }
}
