/**
 * A session in SQLite: the only place its turns are written. An answer grows in `chunks` while it streams and moves to its
 * attempt when it is settled, so `chunks` holds rows only of answers that are on their way.
 */
import type { FailureCode } from '../../protocol/failure.ts'
import type { Completion, EarlierAttempt, Question, Turn, TurnState } from '../../protocol/wire.ts'
import { exchangeTokens } from '../tokens.ts'
import { noCompletion } from '../upstream/completion.ts'
import { CHECKPOINT_EVENTS } from './checkpoint.ts'
import { Margin } from './margin.ts'
import { view, type StoredTurn } from './stored-turn.ts'
import { follow } from './transitions.ts'

const TABLES = `
  CREATE TABLE IF NOT EXISTS turns (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, question TEXT NOT NULL, created_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS attempts (
    seq INTEGER NOT NULL, attempt INTEGER NOT NULL, state TEXT NOT NULL, answer TEXT NOT NULL, failure TEXT,
    completion TEXT, persona_version INTEGER NOT NULL, last_event INTEGER NOT NULL, tokens INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (seq, attempt)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS chunks (seq INTEGER NOT NULL, n INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (seq, n)) WITHOUT ROWID;
`

export interface Settlement {
  state: TurnState
  answer: string
  failure: FailureCode | null
  completion: Completion
  lastEvent: number
}

type Row = {
  seq: number
  id: string
  question: string
  created_at: number
  attempt: number
  state: TurnState
  answer: string
  failure: FailureCode | null
  completion: string | null
  persona_version: number
  last_event: number
}

/** A question with the newest answer it got. */
export interface StoredExchange {
  seq: number
  question: string
  answer: string
  /** What both take in a prompt. */
  tokens: number
}

export class Notebook {
  readonly #sql: SqlStorage
  /** What stands beside the turns. */
  readonly margin: Margin

  constructor(sql: SqlStorage) {
    this.#sql = sql
    this.margin = new Margin(sql)
    this.prepare()
  }

  /** Makes the tables that are not there. */
  prepare(): void {
    this.#sql.exec(TABLES)
    this.margin.prepare()
    this.#addTokens()
  }

  /** Sessions that were stored before prompts had a budget have no sizes: they are estimated, once. */
  #addTokens(): void {
    const columns = this.#sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('attempts')").toArray()
    if (columns.some(({ name }) => name === 'tokens')) return
    this.#sql.exec('ALTER TABLE attempts ADD COLUMN tokens INTEGER NOT NULL DEFAULT 0')
    for (const { seq, attempt, question, answer, completion } of this.#turns('ORDER BY seq, attempt')) {
      const tokens = exchangeTokens({ question, answer, usage: completion.usage })
      this.#sql.exec('UPDATE attempts SET tokens = ? WHERE seq = ? AND attempt = ?', tokens, seq, attempt)
    }
  }

  clear(): void {
    this.#sql.exec('DELETE FROM chunks; DELETE FROM attempts; DELETE FROM turns')
    this.margin.clear()
  }

  /** The turn with this id, at its newest attempt. */
  find(id: string): StoredTurn | undefined {
    return this.#turns('WHERE turns.id = ? ORDER BY attempt DESC LIMIT 1', id)[0]
  }

  /** Writes down a new question. */
  open({ id, text }: Question, personaVersion: number, now: number): StoredTurn {
    this.#sql.exec('INSERT INTO turns (id, question, created_at) VALUES (?, ?, ?)', id, text, now)
    const { seq } = this.#sql.exec<{ seq: number }>('SELECT seq FROM turns WHERE id = ?', id).one()
    return this.#attempt(seq, 1, personaVersion, 0)
  }

  /** Another attempt at a question whose last one is over. Its events are numbered on. */
  again(turn: StoredTurn, personaVersion: number): StoredTurn {
    return this.#attempt(turn.seq, turn.attempt + 1, personaVersion, turn.lastEvent + 1)
  }

  move(turn: StoredTurn, to: TurnState): StoredTurn {
    const state = follow(turn.state, to)
    this.#sql.exec('UPDATE attempts SET state = ? WHERE seq = ? AND attempt = ?', state, turn.seq, turn.attempt)
    return { ...turn, state }
  }

  /** Keeps words that have been sent, up to event n. */
  checkpoint(seq: number, n: number, text: string): void {
    this.#sql.exec('INSERT INTO chunks (seq, n, text) VALUES (?, ?, ?)', seq, n, text)
  }

  settle(turn: StoredTurn, { state, answer, failure, completion, lastEvent }: Settlement): StoredTurn {
    this.#sql.exec(
      `UPDATE attempts SET state = ?, answer = ?, failure = ?, completion = ?, last_event = ?, tokens = ?
       WHERE seq = ? AND attempt = ?`,
      follow(turn.state, state),
      answer,
      failure,
      JSON.stringify(completion),
      lastEvent,
      exchangeTokens({ question: turn.question, answer, usage: completion.usage }),
      turn.seq,
      turn.attempt,
    )
    this.#sql.exec('DELETE FROM chunks WHERE seq = ?', turn.seq)
    return { ...turn, state, answer, failure, completion, lastEvent }
  }

  /**
   * After a crash: whatever was on its way is interrupted, with the words that were kept.
   *
   * @returns the turns it met.
   */
  recover(): StoredTurn[] {
    const lost = this.#turns("WHERE state IN ('queued', 'streaming')")
    return lost.map((turn) => {
      const chunks = this.#sql.exec<{ n: number; text: string }>(
        'SELECT n, text FROM chunks WHERE seq = ? ORDER BY n',
        turn.seq,
      )
      const kept = chunks.toArray()
      return this.settle(turn, {
        state: 'interrupted',
        answer: kept.map(({ text }) => text).join(''),
        failure: 'answer_cut',
        completion: turn.completion,
        // Events after the last checkpoint may have been sent too: their numbers are not used again.
        lastEvent: (kept.at(-1)?.n ?? turn.lastEvent) + CHECKPOINT_EVENTS + 1,
      })
    })
  }

  /** What a prompt for turn `before` may hold: the first exchange of all, and those from turn `from` on, in order. */
  exchanges(from: number, before: number): StoredExchange[] {
    // Two look-ups by key: what is between them may be long, and is not read.
    const first = this.#exchanges('seq < ? GROUP BY seq ORDER BY seq LIMIT 1', before)
    const after = Math.max(from, (first[0]?.seq ?? before) + 1)
    return [...first, ...this.#exchanges('seq >= ? AND seq < ? GROUP BY seq ORDER BY seq', after, before)]
  }

  /** Every turn in order, as a visitor may see it. */
  history(): Turn[] {
    const history: Turn[] = []
    let earlierAttempts: EarlierAttempt[] = []
    for (const turn of this.#turns('ORDER BY seq, attempt')) {
      earlierAttempts = turn.attempt === 1 ? [] : earlierAttempts
      if (turn.attempt > 1) history.pop()
      history.push(view(turn, [...earlierAttempts]))
      earlierAttempts.push({ attempt: turn.attempt, state: turn.state, answer: turn.answer })
    }
    return history
  }

  /** Takes over a history that was kept elsewhere. */
  restore(history: readonly Turn[]): void {
    for (const turn of history) {
      this.#sql.exec(
        'INSERT INTO turns (seq, id, question, created_at) VALUES (?, ?, ?, ?)',
        turn.seq,
        turn.id,
        turn.question,
        Date.parse(turn.createdAt),
      )
      const { provider = null, completionId, model, created, finishReason, usage } = turn
      const newest = { attempt: turn.attempt, state: turn.state, answer: turn.answer }
      for (const { attempt, state, answer } of [...turn.earlierAttempts, newest]) {
        const isNewest = attempt === turn.attempt
        this.#sql.exec(
          `INSERT INTO attempts (seq, attempt, state, answer, failure, completion, persona_version, last_event, tokens)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          turn.seq,
          attempt,
          state,
          answer,
          isNewest ? turn.failure : null,
          isNewest ? JSON.stringify({ provider, completionId, model, created, finishReason, usage }) : null,
          turn.personaVersion,
          RESTORED_EVENTS,
          exchangeTokens({ question: turn.question, answer, usage: isNewest ? usage : null }),
        )
      }
    }
  }

  #attempt(seq: number, attempt: number, personaVersion: number, firstEvent: number): StoredTurn {
    this.#sql.exec(
      `INSERT INTO attempts (seq, attempt, state, answer, persona_version, last_event) VALUES (?, ?, 'queued', '', ?, ?)`,
      seq,
      attempt,
      personaVersion,
      firstEvent,
    )
    const [turn] = this.#turns('WHERE seq = ? AND attempt = ?', seq, attempt)
    if (!turn) throw new Error('an attempt vanished while it was written')
    return turn
  }

  /** SQLite takes the other columns from the row that holds the maximum: the newest attempt that has words. */
  #exchanges(where: string, ...values: SqlStorageValue[]): StoredExchange[] {
    return this.#sql
      .exec<{ seq: number; question: string; answer: string; tokens: number; attempt: number }>(
        `SELECT seq, question, answer, tokens, MAX(attempt) AS attempt FROM turns JOIN attempts USING (seq)
         WHERE answer <> '' AND ${where}`,
        ...values,
      )
      .toArray()
  }

  #turns(where: string, ...values: SqlStorageValue[]): StoredTurn[] {
    return this.#sql
      .exec<Row>(`SELECT * FROM turns JOIN attempts USING (seq) ${where}`, ...values)
      .toArray()
      .map(read)
  }
}

/** More events than one turn can have said: a restored turn does not know how many there were. */
const RESTORED_EVENTS = 1_000_000

function read(row: Row): StoredTurn {
  // What an earlier version stored names no provider.
  const completion: Completion = { ...noCompletion(), ...(row.completion !== null && JSON.parse(row.completion)) }
  const { created_at: createdAt, persona_version: personaVersion, last_event: lastEvent, ...same } = row
  return { ...same, completion, createdAt, personaVersion, lastEvent }
}
