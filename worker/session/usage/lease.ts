import type { HeldLease } from '../../limits/ledger.ts'
import { amountOf, NOTHING, plus, type Amount } from '../../limits/limits.ts'
import type { StoredUsage } from './usage-outbox.ts'
import type { UsageRecords } from './usage-records.ts'

/** The most that a turn beginning now can use. */
export interface TurnCost {
  visitor: string | null
  version: number
  /** With the site's model, and with the cheaper one. */
  own: Amount
  cheaper: Amount
}

/** What the site's ledger has reserved for this session, minus what was counted since. */
interface Stored {
  /** A later lease has a higher number. */
  number: number
  amount: Amount
  /** When it is given back unless a turn is using it; no turn begins on it after that. */
  until: number
  /** For which visitor, and under which settings. */
  visitor: string | null
  version: number
  isCheaper: boolean
  isPlenty: boolean
}

export type Granted = Omit<Stored, 'number' | 'until'>

const LEASE = 'lease'
const NONE: Stored = {
  number: 0,
  amount: NOTHING,
  until: 0,
  visitor: null,
  version: 0,
  isCheaper: false,
  isPlenty: false,
}
/** An active conversation needs no new lease; after a longer pause, the rest goes back to others. */
const PLENTY_MILLISECONDS = 120_000
/** When little is left, a lease is only for the turn that is about to begin. */
const SCARCE_MILLISECONDS = 2_000

/**
 * The session's share of the site's limits. What its turns have claimed is in their usage records: a turn that the lease covers
 * needs no extra write, and a crash changes nothing.
 */
export class Lease {
  readonly #kv: DurableObjectStorage['kv']
  readonly #usageRecords: UsageRecords
  /** The number of the last one: two may be requested in one millisecond. */
  #last = 0

  constructor(storage: DurableObjectStorage, usageRecords: UsageRecords) {
    this.#kv = storage.kv
    this.#usageRecords = usageRecords
  }

  /** What a turn may claim, and whether it should use the cheaper model; null when a lease is needed first. */
  covers({ visitor, version, own, cheaper }: TurnCost, now: number): { amount: Amount; isCheaper: boolean } | null {
    const stored = this.#read()
    if (!stored || stored.until <= now || stored.visitor !== visitor || stored.version !== version) return null
    const { isCheaper } = stored
    const amount = isCheaper ? cheaper : own
    const left = plus(plus(stored.amount, this.#usageRecords.claimed(), -1), amount, -1)
    // Unlimited amounts were not leased.
    const isShort = (amount.turns > 0 && left.turns < 0) || (amount.tokens > 0 && left.tokens < 0)
    return isShort || (amount.microUsd > 0 && left.microUsd < 0) ? null : { amount, isCheaper }
  }

  /**
   * A new lease is requested: no turn begins on the old one. If the answer is lost, it is given back like any other.
   *
   * @returns the new lease's number.
   */
  renew(now: number): number {
    const stored = this.#read() ?? NONE
    this.#last = Math.max(now, stored.number + 1, this.#last + 1)
    this.#kv.put(LEASE, { ...stored, number: this.#last, until: now } satisfies Stored)
    return this.#last
  }

  /** The ledger has granted it. */
  take(number: number, granted: Granted, now: number): void {
    const stored: Stored = { ...granted, number, until: now + lifetime(granted) }
    this.#kv.put(LEASE, stored)
  }

  /** The ledger refused it: only what turns in progress have reserved stays, until they are counted. */
  keep(number: number, amount: Amount, now: number): void {
    if (this.#usageRecords.countClaims() === 0) return this.clear()
    this.#kv.put(LEASE, { ...NONE, number, amount, until: now } satisfies Stored)
  }

  /** What to report to the ledger with these usage records; undefined when there is no lease. */
  held(batch: readonly StoredUsage[], now: number): HeldLease | undefined {
    const stored = this.#read()
    if (!stored) return undefined
    const { number: lease, until } = stored
    const isIdle = this.#usageRecords.countClaims() <= batch.filter(({ isClaimed }) => isClaimed).length
    // No turn begins on it any more, so giving it back may be repeated.
    return { lease, amount: isIdle && until <= now ? null : less(stored.amount, batch) }
  }

  /** The ledger has confirmed it. */
  settle(batch: readonly StoredUsage[], { lease, amount }: HeldLease, now: number): void {
    const stored = this.#read()
    if (stored?.number !== lease) return
    if (amount === null) return void this.#kv.delete(LEASE)
    const until = stored.isPlenty && stored.until > now ? now + lifetime(stored) : stored.until
    this.#kv.put(LEASE, { ...stored, amount: less(stored.amount, batch), until } satisfies Stored)
  }

  /** When to give it back, in milliseconds since 1970; null when it is in use, or there is none. */
  due(): number | null {
    const stored = this.#read()
    return stored && this.#usageRecords.countClaims() === 0 ? stored.until : null
  }

  clear(): void {
    this.#kv.delete(LEASE)
  }

  #read(): Stored | undefined {
    return this.#kv.get<Stored>(LEASE)
  }
}

const lifetime = ({ isPlenty }: Pick<Stored, 'isPlenty'>): number =>
  isPlenty ? PLENTY_MILLISECONDS : SCARCE_MILLISECONDS

/** What is left of an amount after these are counted. */
export const less = (amount: Amount, batch: readonly StoredUsage[]): Amount =>
  batch.reduce((rest, { entry, isClaimed }) => plus(rest, isClaimed ? amountOf(entry) : NOTHING, -1), amount)
