import { Failure, type FailureCode } from '../../../protocol/failure.ts'
import type { Answer } from '../../../protocol/schemas/answer.ts'
import type { Question } from '../../../protocol/schemas/question.ts'
import type { TurnRequest } from '../../../protocol/schemas/turn-request.ts'
import type { Completion, Feedback, Turn, TurnState } from '../../../protocol/schemas/turn.ts'
import { exchangeTokens } from '../../base/tokens/exchange.ts'
import { CHECKPOINT_EVENTS, readChunks, type Chunk } from './checkpoint.ts'
import { ContextStore } from './context-store.ts'
import { readExchanges, readFirstQuestion, type StoredExchange } from './exchanges.ts'
import { importHistory } from './import-history.ts'
import {
  follow,
  historyOf,
  insertAttempt,
  insertTurn,
  read,
  SELECT_TURNS,
  type Row,
  type StoredTurn,
} from './stored-turn.ts'
import { prepareTables } from './tables.ts'
import { answerColumn, DECLARED_PARTS, partsOf, type PartNames } from './values.ts'

export interface Settlement {
  state: TurnState
  answer: Answer
  failure: FailureCode | null
  completion: Completion
  lastEvent: number
}

interface Again {
  /** The last attempt's, or another wording of it. */
  question: Question
  personaVersion: number
  now: number
}

/** A session in SQLite: the only place where its turns are written. */
export class TurnStore {
  readonly #sql: SqlStorage
  readonly #partNames: PartNames
  /** What is stored beside the turns. */
  readonly contextStore: ContextStore
  /** By their numbers. Turns that an earlier process left open are settled by `recover`. */
  readonly #openTurns = new Set<number>()

  /** @param partNames of parts that a history copy may contain. */
  constructor(sql: SqlStorage, partNames: PartNames = DECLARED_PARTS) {
    this.#sql = sql
    this.#partNames = partNames
    this.contextStore = new ContextStore(sql)
    this.prepare()
  }

  /** Whether a question waits for its answer. */
  get hasOpenTurns(): boolean {
    return this.#openTurns.size > 0
  }

  /** Creates the missing tables and columns: at the beginning, and after the storage was emptied. */
  prepare(): void {
    this.#openTurns.clear()
    const hasOldSizes = prepareTables(this.#sql)
    this.contextStore.prepare()
    if (hasOldSizes) resize(this.#sql, this.#turns(''))
  }

  clear(): void {
    this.#openTurns.clear()
    this.#sql.exec('DELETE FROM chunks; DELETE FROM attempts; DELETE FROM turns')
    this.contextStore.clear()
  }

  /** The turn with this id, at this attempt; null: at its newest. */
  find(id: string, attempt: number | null): StoredTurn | undefined {
    return this.#turns('WHERE id = ? AND attempt = IFNULL(?, attempt) ORDER BY attempt DESC LIMIT 1', id, attempt)[0]
  }

  /** The turn with this id, at its newest attempt. @throws Failure `unknown_turn`. */
  require(id: string): StoredTurn {
    const turn = this.find(id, null)
    if (!turn) throw new Failure('unknown_turn')
    return turn
  }

  isLast({ seq }: StoredTurn): boolean {
    return this.#sql.exec('SELECT 1 FROM turns WHERE seq > ? LIMIT 1', seq).toArray().length === 0
  }

  /** Whether any answer ended for this reason. */
  hasFinished(reason: string): boolean {
    const ended = "SELECT 1 FROM attempts WHERE completion ->> '$.finishReason' = ? LIMIT 1"
    return this.#sql.exec(ended, reason).toArray().length > 0
  }

  /** The session's first question. */
  firstQuestion(): Question | undefined {
    return readFirstQuestion(this.#sql)
  }

  /** Stores a new question. */
  open(request: TurnRequest, personaVersion: number, now: number): StoredTurn {
    return this.#open(insertTurn(this.#sql, request, { personaVersion, now }))
  }

  /** Another attempt at a turn whose last attempt is over. Event numbers continue. */
  again(last: StoredTurn, by: Again): StoredTurn {
    const { attempt, lastEvent } = last
    return this.#open(insertAttempt(this.#sql, last, { ...by, attempt: attempt + 1, firstEvent: lastEvent + 1 }))
  }

  /** The visitor's opinion of this attempt; replaces an earlier one. */
  setFeedback({ seq, attempt }: StoredTurn, feedback: Feedback | null): void {
    const json = feedback && JSON.stringify(feedback)
    this.#sql.exec('UPDATE attempts SET feedback = ? WHERE seq = ? AND attempt = ?', json, seq, attempt)
  }

  move(turn: StoredTurn, to: TurnState): StoredTurn {
    const state = follow(turn.state, to)
    this.#sql.exec('UPDATE attempts SET state = ? WHERE seq = ? AND attempt = ?', state, turn.seq, turn.attempt)
    return { ...turn, state }
  }

  /** Stores words that have been sent, up to event n. */
  checkpoint(seq: number, n: number, text: string): void {
    this.#sql.exec('INSERT INTO chunks (seq, n, text) VALUES (?, ?, ?)', seq, n, text)
  }

  settle(turn: StoredTurn, { state, answer, failure, completion, lastEvent }: Settlement): StoredTurn {
    this.#sql.exec(
      `UPDATE attempts SET state = ?, answer = ?, parts = ?, failure = ?, completion = ?, last_event = ?, tokens = ?
       WHERE seq = ? AND attempt = ?`,
      follow(turn.state, state),
      answer.text,
      answerColumn(partsOf(answer)),
      failure,
      JSON.stringify(completion),
      lastEvent,
      sizeOf({ ...turn, answer, completion }),
      turn.seq,
      turn.attempt,
    )
    this.#sql.exec('DELETE FROM chunks WHERE seq = ?', turn.seq)
    this.#openTurns.delete(turn.seq)
    return { ...turn, state, answer, failure, completion, lastEvent }
  }

  /**
   * After a crash: turns in progress become interrupted, with the words that were stored.
   *
   * @returns those turns.
   */
  recover(): StoredTurn[] {
    const lost = this.#turns("WHERE state IN ('queued', 'streaming')")
    return lost.map((turn) => this.settle(turn, interrupted(turn, readChunks(this.#sql, turn.seq))))
  }

  /** What a prompt for turn `before` may contain: the very first exchange, and those from turn `from` on, in order. */
  exchanges(from: number, before: number): StoredExchange[] {
    return readExchanges(this.#sql, from, before)
  }

  /** Every turn in order, as a visitor may see it. */
  history(): Turn[] {
    return historyOf(this.#turns('ORDER BY seq, attempt'))
  }

  /** Restores a history that was stored elsewhere. */
  restore(history: readonly Turn[]): void {
    importHistory(this.#sql, history, this.#partNames)
  }

  #open(turn: StoredTurn): StoredTurn {
    this.#openTurns.add(turn.seq)
    return turn
  }

  #turns(where: string, ...values: SqlStorageValue[]): StoredTurn[] {
    return this.#sql
      .exec<Row>(`${SELECT_TURNS} ${where}`, ...values)
      .toArray()
      .map(read)
  }
}

/** The size of an exchange in a prompt, in tokens. */
const sizeOf = ({ question, answer, completion }: Pick<StoredTurn, 'question' | 'answer' | 'completion'>): number =>
  exchangeTokens({ question: question.text, answer: answer.text, usage: completion.usage })

/** Older sessions have no sizes, or sizes from an estimate that could be far too low: they are estimated again, once. */
function resize(sql: SqlStorage, turns: readonly StoredTurn[]): void {
  for (const turn of turns) {
    const { seq, attempt } = turn
    sql.exec('UPDATE attempts SET tokens = ? WHERE seq = ? AND attempt = ?', sizeOf(turn), seq, attempt)
  }
}

/** How a turn ends whose process died, with the words that were stored. */
function interrupted({ completion, lastEvent }: StoredTurn, kept: readonly Chunk[]): Settlement {
  return {
    state: 'interrupted',
    answer: { text: kept.map(({ text }) => text).join('') },
    failure: 'answer_cut',
    completion,
    // Events after the last checkpoint may have been sent too: their numbers are not used again.
    lastEvent: (kept.at(-1)?.n ?? lastEvent) + CHECKPOINT_EVENTS + 1,
  }
}
