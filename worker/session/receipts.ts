/**
 * What each attempt at a turn used, cost and took, beside the notebook in the same SQLite. Numbers and codes only: a receipt
 * may outlive the words it was for, until the site's ledger has it.
 */
import type { Completion, TurnState } from '../../protocol/wire.ts'
import type { FailureCode } from '../../protocol/failure.ts'
import type { Entry } from '../site/ledger.ts'
import { costMicroUsd, type Asked, type QuoteOf } from '../upstream/price.ts'
import { NOTHING_SPENT, spentOn, type Spent } from '../upstream/usage.ts'

/** A table of its own: sessions that are stored already get it without a change to theirs. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS receipts (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, accepted_at INTEGER NOT NULL, persona_version INTEGER NOT NULL,
    asked TEXT, prompt_tokens INTEGER, entry TEXT, unrecorded_since INTEGER, PRIMARY KEY (seq, attempt)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS unrecorded_receipts ON receipts (unrecorded_since) WHERE unrecorded_since IS NOT NULL;
`

interface Attempt {
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
  firstWordMilliseconds: number | null
  wholeMilliseconds: number | null
}

type Row = { accepted_at: number; persona_version: number; asked: string | null; prompt_tokens: number | null }

export class Receipts {
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
  }

  clear(): void {
    this.#sql.exec('DELETE FROM receipts')
  }

  /** A turn was accepted. */
  open({ seq, attempt, personaVersion }: Attempt, acceptedAt: number): void {
    this.#sql.exec(
      'INSERT INTO receipts (seq, attempt, accepted_at, persona_version) VALUES (?, ?, ?, ?)',
      seq,
      attempt,
      acceptedAt,
      personaVersion,
    )
  }

  /** It went to the upstream: from here on its prompt is paid for, also when the process dies. */
  sent({ seq, attempt }: Attempt, { asked, promptTokens }: Sent): void {
    this.#sql.exec(
      'UPDATE receipts SET asked = ?, prompt_tokens = ? WHERE seq = ? AND attempt = ?',
      JSON.stringify(asked),
      promptTokens,
      seq,
      attempt,
    )
  }

  /** It is over. Null when it was never opened, or is closed already. */
  close({ seq, attempt }: Attempt, over: Over, now: number): Entry | null {
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
    const spent = spentBy(row, over)
    const quote = row.asked === null ? null : this.#quoteOf(JSON.parse(row.asked), completion)
    const entry: Entry = {
      seq,
      attempt,
      acceptedAt,
      personaVersion,
      provider: quote?.provider ?? null,
      model: quote?.model ?? null,
      state,
      failure,
      spent,
      costMicroUsd: costMicroUsd(spent, quote?.price ?? null),
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

  /** Of every attempt that is over, in order. */
  all(): Entry[] {
    return this.#entries('WHERE entry IS NOT NULL ORDER BY seq, attempt')
  }

  /** The oldest that the ledger has not confirmed. */
  unrecorded(most: number): Entry[] {
    return this.#entries('WHERE unrecorded_since IS NOT NULL ORDER BY unrecorded_since LIMIT ?', most)
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
  recorded(entries: readonly Entry[]): void {
    for (const { seq, attempt } of entries) {
      this.#sql.exec('UPDATE receipts SET unrecorded_since = NULL WHERE seq = ? AND attempt = ?', seq, attempt)
    }
  }

  /**
   * Takes over receipts that were kept elsewhere.
   *
   * @param unrecordedSince null when the ledger has them.
   */
  restore(entries: readonly Entry[], unrecordedSince: number | null): void {
    for (const entry of entries) {
      this.#sql.exec(
        `INSERT INTO receipts (seq, attempt, accepted_at, persona_version, entry, unrecorded_since)
         VALUES (?, ?, ?, ?, ?, ?)`,
        entry.seq,
        entry.attempt,
        entry.acceptedAt,
        entry.personaVersion,
        JSON.stringify(entry),
        unrecordedSince,
      )
    }
  }

  #entries(where: string, ...values: SqlStorageValue[]): Entry[] {
    return this.#sql
      .exec<{ entry: string }>(`SELECT entry FROM receipts ${where}`, ...values)
      .toArray()
      .map(({ entry }) => JSON.parse(entry))
  }
}

function spentBy({ prompt_tokens: promptTokens }: Row, { state, completion: { usage }, answer }: Over): Spent {
  // Never sent; or without an answer, and a provider takes nothing for one that it refused to begin.
  if (promptTokens === null || (state === 'failed' && usage === null)) return NOTHING_SPENT
  return spentOn({ usage, promptTokens, answer })
}
