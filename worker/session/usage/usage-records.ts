/**
 * What each attempt at a turn used, cost and took, beside the turn store in the same SQLite. Numbers and codes only: a usage record
 * may outlive the words it was for, until the site's ledger has it.
 */
import type { Completion, TurnState } from '../../../protocol/wire.ts'
import type { FailureCode } from '../../../protocol/failure.ts'
import type { UsageRecord } from '../../limits/ledger.ts'
import { noCompletion } from '../../providers/reply/completion.ts'
import { amountOf, NOTHING, plus, type Amount } from '../../limits/limits.ts'
import { costMicroUsd, type Asked, type QuoteOf } from '../../providers/pricing/price.ts'
import type { ProviderTry } from '../../providers/reply/tried.ts'
import { both, NO_TOKENS, usageOf, type TokenUsage } from '../../providers/pricing/token-usage.ts'
import { addColumns } from '../turns/tables.ts'

/** A table of its own: sessions that are stored already get it without a change to theirs. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS receipts (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, accepted_at INTEGER NOT NULL, persona_version INTEGER NOT NULL,
    asked TEXT, prompt_tokens INTEGER, entry TEXT, unrecorded_since INTEGER, PRIMARY KEY (seq, attempt)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS unrecorded_receipts ON receipts (unrecorded_since) WHERE unrecorded_since IS NOT NULL;
`

/** What came later. Both stand there only until the ledger has counted the attempt. */
const COLUMNS = [
  // Who asked, as the ledger counts visitors.
  { table: 'receipts', name: 'visitor', type: 'TEXT' },
  // What was reserved for it, as JSON.
  { table: 'receipts', name: 'claim', type: 'TEXT' },
] as const
const CLAIMED = 'CREATE INDEX IF NOT EXISTS claimed_receipts ON receipts (seq) WHERE claim IS NOT NULL'

/** What an attempt is counted by before it is over. */
export interface Reservation {
  visitor: string | null
  /** The worst that it can use. Null: nobody counts. */
  amount: Amount | null
}

/** An attempt that is over, on its way to the ledger. */
export interface StoredUsage {
  entry: UsageRecord
  visitor: string | null
  /** Whether something was reserved for it. */
  isClaimed: boolean
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

/** How an attempt ended. */
export interface Over {
  state: TurnState
  failure: FailureCode | null
  completion: Completion
  answer: string
  tries: readonly ProviderTry[]
  firstWordMilliseconds: number | null
  wholeMilliseconds: number | null
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

  constructor(sql: SqlStorage, quoteOf: QuoteOf) {
    this.#sql = sql
    this.#quoteOf = quoteOf
    this.prepare()
  }

  /** Makes the table that is not there. */
  prepare(): void {
    this.#sql.exec(TABLES)
    addColumns(this.#sql, COLUMNS)
    this.#sql.exec(CLAIMED)
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
    const { state, failure, completion, firstWordMilliseconds, wholeMilliseconds } = over
    const asked: Asked | null = row.asked === null ? null : JSON.parse(row.asked)
    const quote = asked && this.#quoteOf(asked, completion)
    const lost = lostBy(row, over)
    const own = spentBy(row, over)
    const costs = [
      costMicroUsd(own, quote?.price ?? null),
      ...lost.map(([provider, spent]) =>
        costMicroUsd(spent, (asked && this.#quoteOf(asked, { ...noCompletion(), provider }).price) ?? null),
      ),
    ]
    const spent = lost.map(([, each]) => each).reduce(both, own)
    const entry: UsageRecord = {
      seq,
      attempt,
      acceptedAt,
      personaVersion,
      provider: quote?.provider ?? null,
      model: quote?.model ?? null,
      state,
      failure,
      spent,
      costMicroUsd: costs.reduce((one, other) => (one === null || other === null ? null : one + other), 0),
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

  /** The oldest that the ledger has not confirmed. */
  unrecorded(most: number): StoredUsage[] {
    return this.#sql
      .exec<{ entry: string; visitor: string | null; isClaimed: number }>(
        `SELECT entry, visitor, claim IS NOT NULL AS isClaimed FROM receipts
         WHERE unrecorded_since IS NOT NULL ORDER BY unrecorded_since LIMIT ?`,
        most,
      )
      .toArray()
      .map(({ entry, visitor, isClaimed }) => ({ entry: JSON.parse(entry), visitor, isClaimed: isClaimed === 1 }))
  }

  /** Since when the ledger lacks something; null when it has everything. */
  unrecordedSince(): number | null {
    return this.#sql
      .exec<{ since: number | null }>(
        'SELECT MIN(unrecorded_since) AS since FROM receipts WHERE unrecorded_since IS NOT NULL',
      )
      .one().since
  }

  /** The ledger has these. */
  recorded(usageRecords: readonly StoredUsage[]): void {
    for (const { entry } of usageRecords) {
      this.#sql.exec(
        'UPDATE receipts SET unrecorded_since = NULL, visitor = NULL, claim = NULL WHERE seq = ? AND attempt = ?',
        entry.seq,
        entry.attempt,
      )
    }
  }

  /** Takes over usage records that were kept elsewhere; these the ledger has. */
  restore(entries: readonly UsageRecord[]): void {
    for (const entry of entries) this.#insert(entry, null, null)
  }

  /** The same, and the ledger still lacks them. */
  restoreUnrecorded(usageRecords: readonly StoredUsage[], since: number): void {
    for (const { entry, visitor } of usageRecords) this.#insert(entry, visitor, since)
  }

  #insert(entry: UsageRecord, visitor: string | null, unrecordedSince: number | null): void {
    this.#sql.exec(
      `INSERT INTO receipts (seq, attempt, accepted_at, persona_version, entry, visitor, unrecorded_since)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      entry.seq,
      entry.attempt,
      entry.acceptedAt,
      entry.personaVersion,
      JSON.stringify(entry),
      visitor,
      unrecordedSince,
    )
  }

  #entries(where: string, ...values: SqlStorageValue[]): UsageRecord[] {
    return this.#sql
      .exec<{ entry: string }>(`SELECT entry FROM receipts ${where}`, ...values)
      .toArray()
      .map(({ entry }) => JSON.parse(entry))
  }
}

const sum = (one: Amount, other: Amount): Amount => plus(one, other)

/** What the answer used. */
function spentBy(
  { prompt_tokens: promptTokens }: Row,
  { state, completion: { usage }, answer, tries }: Over,
): TokenUsage {
  // Never sent; or it has become nothing: then its tries say what was taken for them.
  if (promptTokens === null) return NO_TOKENS
  const isLost = answer === '' && tries.length > 0
  if (isLost || (state === 'failed' && usage === null)) return NO_TOKENS
  const output = tries.find(({ hasSpoken }) => hasSpoken)?.output ?? 0
  return usageOf({ usage, promptTokens, answer, output })
}

/** And what was used by tries that brought no word. */
const lostBy = ({ prompt_tokens: promptTokens }: Row, { tries }: Over): [provider: string, TokenUsage][] =>
  tries
    .filter(({ hasSpoken }) => !hasSpoken)
    .map(({ provider, usage, output }) => [
      provider,
      usageOf({ usage, promptTokens: promptTokens ?? 0, answer: '', output }),
    ])
