/**
 * What each attempt at a turn used, cost and took, beside the turn store in the same SQLite. Numbers and codes only: a usage
 * record may outlive its turn's text until the site's ledger has it.
 */
import type { UsageRecord } from '../../limits/ledger.ts'
import { amountOf, NOTHING, plus, type Amount } from '../../limits/limits.ts'
import type { Asked, QuoteOf } from '../../providers/pricing/price.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import { usedBy, type Over } from './attempt-cost.ts'
import { insertUsage, UsageOutbox } from './usage-outbox.ts'
import { prepareUsageTable } from './usage-table.ts'

/** What an attempt reserves before it is over. */
export interface Reservation {
  visitor: string | null
  /** The most that it can use. Null: nothing is counted. */
  amount: Amount | null
}

export interface AttemptUsage {
  seq: number
  attempt: number
  personaVersion: number
}

interface Sent {
  asked: Asked
  /** An estimate, in case the provider does not report usage. */
  promptTokens: number
}

const LOST: Over = {
  state: 'interrupted',
  failure: 'answer_cut',
  completion: noCompletion(),
  answer: '',
  tries: [],
  firstWordMilliseconds: null,
  wholeMilliseconds: null,
}

type Row = { accepted_at: number; persona_version: number; asked: string | null; prompt_tokens: number | null }

export class UsageRecords {
  readonly #sql: SqlStorage
  readonly #quoteOf: QuoteOf
  readonly outbox: UsageOutbox

  constructor(sql: SqlStorage, quoteOf: QuoteOf) {
    this.#sql = sql
    this.#quoteOf = quoteOf
    this.outbox = new UsageOutbox(sql)
    this.prepare()
  }

  /** Creates the table if it is missing. */
  prepare(): void {
    prepareUsageTable(this.#sql)
  }

  clear(): void {
    this.#sql.exec('DELETE FROM receipts')
  }

  /** A turn was accepted. */
  open({ seq, attempt, personaVersion }: AttemptUsage, acceptedAt: number, { visitor, amount }: Reservation): void {
    this.#sql.exec(
      'INSERT INTO receipts (seq, attempt, accepted_at, persona_version, visitor, claim) VALUES (?, ?, ?, ?, ?, ?)',
      seq,
      attempt,
      acceptedAt,
      personaVersion,
      visitor,
      amount && JSON.stringify(amount),
    )
  }

  /** The request went to the upstream: from here on its prompt is paid for, even if the process dies. */
  sent({ seq, attempt }: AttemptUsage, { asked, promptTokens }: Sent): void {
    this.#sql.exec(
      'UPDATE receipts SET asked = ?, prompt_tokens = ? WHERE seq = ? AND attempt = ?',
      JSON.stringify(asked),
      promptTokens,
      seq,
      attempt,
    )
  }

  /** The attempt is over. Null if it was never opened, or is already closed. */
  close({ seq, attempt }: AttemptUsage, over: Over, now: number): UsageRecord | null {
    const [row] = this.#sql
      .exec<Row>(
        'SELECT accepted_at, persona_version, asked, prompt_tokens FROM receipts WHERE seq = ? AND attempt = ? AND entry IS NULL',
        seq,
        attempt,
      )
      .toArray()
    if (!row) return null
    const { accepted_at: acceptedAt, persona_version: personaVersion } = row
    const { state, failure, firstWordMilliseconds, wholeMilliseconds } = over
    const asked: Asked | null = row.asked === null ? null : JSON.parse(row.asked)
    const used = usedBy({ asked, promptTokens: row.prompt_tokens }, over, this.#quoteOf)
    const entry: UsageRecord = {
      seq,
      attempt,
      acceptedAt,
      personaVersion,
      ...used,
      state,
      failure,
      firstWordMilliseconds,
      wholeMilliseconds,
    }
    this.#sql.exec(
      'UPDATE receipts SET entry = ?, unrecorded_since = ? WHERE seq = ? AND attempt = ?',
      JSON.stringify(entry),
      now,
      seq,
      attempt,
    )
    return entry
  }

  /** Notes are being written after turn `seq`; returns what they are counted under. */
  openNotes(
    { seq, personaVersion }: Omit<AttemptUsage, 'attempt'>,
    now: number,
    reservation: Reservation,
    sent: Sent,
  ): AttemptUsage {
    const least = 'SELECT MIN(0, IFNULL(MIN(attempt), 0)) - 1 AS attempt FROM receipts WHERE seq = ?'
    const { attempt } = this.#sql.exec<{ attempt: number }>(least, seq).one()
    const notes = { seq, attempt, personaVersion }
    this.open(notes, now, reservation)
    this.sent(notes, sent)
    return notes
  }

  /** After a crash: notes that were being written are paid for and lost. */
  closeNotes(now: number): void {
    const open = 'SELECT seq, attempt FROM receipts WHERE attempt < 0 AND entry IS NULL'
    for (const { seq, attempt } of this.#sql.exec<{ seq: number; attempt: number }>(open).toArray()) {
      this.close({ seq, attempt, personaVersion: 0 }, LOST, now)
    }
  }

  /** All finished attempts, in order. */
  all(): UsageRecord[] {
    return this.#entries('WHERE entry IS NOT NULL ORDER BY seq, attempt')
  }

  /** What the session has used, and what turns in progress have reserved. */
  used(): { over: Amount; open: Amount } {
    return { over: this.all().map(amountOf).reduce(sum, NOTHING), open: this.#claimed('entry IS NULL') }
  }

  /** Reserved amounts: of turns in progress, and of finished ones that the ledger has not counted. */
  claimed(): Amount {
    return plus(
      this.#claimed('entry IS NULL'),
      this.#entries('WHERE claim IS NOT NULL AND entry IS NOT NULL').map(amountOf).reduce(sum, NOTHING),
    )
  }

  /** How many attempts with a reservation are in progress or not counted yet. */
  countClaims(): number {
    return this.#sql.exec<{ claims: number }>('SELECT COUNT(*) AS claims FROM receipts WHERE claim IS NOT NULL').one()
      .claims
  }

  #claimed(where: string): Amount {
    return this.#sql
      .exec<{ claim: string }>(`SELECT claim FROM receipts WHERE claim IS NOT NULL AND ${where}`)
      .toArray()
      .map(({ claim }): Amount => JSON.parse(claim))
      .reduce(sum, NOTHING)
  }

  /** Restores usage records that were stored elsewhere; the ledger already has these. */
  restore(entries: readonly UsageRecord[]): void {
    for (const entry of entries) insertUsage(this.#sql, entry, null, null)
  }

  #entries(where: string, ...values: SqlStorageValue[]): UsageRecord[] {
    return this.#sql
      .exec<{ entry: string }>(`SELECT entry FROM receipts ${where}`, ...values)
      .toArray()
      .map(({ entry }) => JSON.parse(entry))
  }
}

const sum = (one: Amount, other: Amount): Amount => plus(one, other)
