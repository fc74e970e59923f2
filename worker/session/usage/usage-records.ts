/**
 * What each attempt at a turn used, cost and took, beside the turn store in the same SQLite. Numbers and codes only: a usage record
 * may outlive the words it was for, until the site's ledger has it.
 */
import type { UsageRecord } from '../../limits/ledger.ts'
import { amountOf, NOTHING, plus, type Amount } from '../../limits/limits.ts'
import type { Asked, QuoteOf } from '../../providers/pricing/price.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import { usedBy, type Over } from './attempt-cost.ts'
import { insertUsage, UsageOutbox } from './usage-outbox.ts'
import { prepareUsageTable } from './usage-table.ts'

/** What an attempt is counted by before it is over. */
export interface Reservation {
  visitor: string | null
  /** The worst that it can use. Null: nobody counts. */
  amount: Amount | null
}

export interface AttemptUsage {
  seq: number
  attempt: number
  personaVersion: number
}

interface Sent {
  asked: Asked
  /** An estimate, for the case that the provider does not tell. */
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

  /** Makes the table that is not there. */
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

  /** It went to the upstream: from here on its prompt is paid for, also when the process dies. */
  sent({ seq, attempt }: AttemptUsage, { asked, promptTokens }: Sent): void {
    this.#sql.exec(
      'UPDATE receipts SET asked = ?, prompt_tokens = ? WHERE seq = ? AND attempt = ?',
      JSON.stringify(asked),
      promptTokens,
      seq,
      attempt,
    )
  }

  /** It is over. Null when it was never opened, or is closed already. */
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

  /** Notes are being written after turn `seq`: what they are counted under. */
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

  /** After a crash: notes that were being written are paid for, and are lost. */
  closeNotes(now: number): void {
    const open = 'SELECT seq, attempt FROM receipts WHERE attempt < 0 AND entry IS NULL'
    for (const { seq, attempt } of this.#sql.exec<{ seq: number; attempt: number }>(open).toArray()) {
      this.close({ seq, attempt, personaVersion: 0 }, LOST, now)
    }
  }

  /** Of every attempt that is over, in order. */
  all(): UsageRecord[] {
    return this.#entries('WHERE entry IS NOT NULL ORDER BY seq, attempt')
  }

  /** What the session has used up, and what is promised to turns that are on their way. */
  used(): { over: Amount; open: Amount } {
    return { over: this.all().map(amountOf).reduce(sum, NOTHING), open: this.#claimed('entry IS NULL') }
  }

  /** Of what was reserved: what is promised to turns on their way, or used by those that the ledger has not counted. */
  claimed(): Amount {
    return plus(
      this.#claimed('entry IS NULL'),
      this.#entries('WHERE claim IS NOT NULL AND entry IS NOT NULL').map(amountOf).reduce(sum, NOTHING),
    )
  }

  /** How many attempts that something was reserved for are on their way or were not counted. */
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

  /** Takes over usage records that were kept elsewhere; these the ledger has. */
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
