import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals-core'
import type { TurnState } from '../../protocol/schemas/turn.ts'
import type { AskedParts, AskedQuestion, Attempt, Feedback, Head, News, PastTurn } from '../api/parse.ts'

/**
 * The Worker's states, and two that only this page knows: `sending` until the Worker has accepted the question, `lost` if the
 * page could not send it, or could not get the rest of the answer.
 */
export type ShownState = TurnState | 'sending' | 'lost'

/** Everything known about a turn except the answer. */
export interface TurnFacts extends Omit<Head, 'id' | 'state'> {
  state: ShownState
  /** The question that the newest answer is for. The visitor may have edited it since. */
  question: string
  feedback: Feedback | null
  /** Earlier answers, oldest first. */
  earlier: readonly Attempt[]
  /** The attempt that the visitor asked for. The Worker may not know it yet. */
  wanted: number
  /** An edited question, for the wanted attempt to answer. */
  edited?: string | undefined
  /** The id in the Worker's log of the request that it refused; null if it refused none. */
  reference: string | null
  /** The visitor pressed Stop before the Worker had accepted the question. */
  isUnwanted: boolean
}

/** The Worker has not given the turn a position and has not begun an attempt. */
const NOT_ACCEPTED = { seq: Infinity, attempt: 0, earlier: [] }

/** One question and its answer, as the visitor sees them. The methods are its only transitions. */
export class ShownTurn {
  readonly id: string
  /** It comes from the history: nobody has asked it since this page opened. */
  readonly isPast: boolean
  /** The same for every attempt. */
  readonly parts: AskedParts
  readonly #answer = signal('')
  readonly #facts: Signal<TurnFacts>
  #lastEventId: string | null = null

  /** @param askedAt in milliseconds since 1970. */
  constructor({ id, text, ...parts }: AskedQuestion, askedAt: number, isPast = false) {
    this.id = id
    this.isPast = isPast
    this.parts = parts
    this.#facts = signal<TurnFacts>({
      ...NOT_ACCEPTED,
      state: 'sending',
      question: text,
      createdAt: askedAt,
      wanted: 1,
      failure: null,
      finishReason: null,
      feedback: null,
      reference: null,
      isUnwanted: false,
    })
  }

  /** A turn from the history. */
  static past(past: PastTurn): ShownTurn {
    const turn = new ShownTurn({ ...past.parts, id: past.id, text: past.question }, past.createdAt, true)
    turn.#takeWhole(past)
    turn.#lastEventId = past.lastEventId
    return turn
  }

  /** A delta changes nothing but this. */
  get answer(): ReadonlySignal<string> {
    return this.#answer
  }

  get facts(): ReadonlySignal<TurnFacts> {
    return this.#facts
  }

  /** The facts, without subscribing to them. */
  get now(): TurnFacts {
    return this.#facts.peek()
  }

  get lastEventId(): string | null {
    return this.#lastEventId
  }

  /** The Worker has it. Reads a signal. */
  get isAccepted(): boolean {
    return this.#facts.value.seq !== NOT_ACCEPTED.seq
  }

  /** Its answer is in progress. Reads a signal. */
  get isActive(): boolean {
    const { state } = this.#facts.value
    return state === 'sending' || state === 'queued' || state === 'streaming'
  }

  change(changes: Partial<TurnFacts>): void {
    this.#facts.value = { ...this.now, ...changes }
  }

  /** Its answer is in progress again. */
  expect(): void {
    this.change({ state: 'sending', failure: null, finishReason: null, isUnwanted: false })
  }

  /** Asks for another attempt, for the edited question if there is one. */
  want(edited?: string): void {
    batch(() => {
      this.#setAside()
      this.change({ wanted: this.now.attempt + 1, ...(edited !== undefined && { edited, question: edited }) })
      this.expect()
    })
  }

  /** The question was edited in another tab. */
  edit(question: string): void {
    batch(() => {
      this.#setAside()
      this.change({ question })
    })
  }

  /** The session that accepted it is over. The next one does not know it. */
  leaveSession(): void {
    this.change({ ...NOT_ACCEPTED, edited: undefined })
    this.#lastEventId = null
    this.#answer.value = ''
  }

  /** Applies one event. @returns false for an event that is already known. */
  apply(news: News): boolean {
    // A snapshot is the whole turn, so it is always right.
    if (news.event !== 'snapshot' && countOf(news.id) <= countOf(this.#lastEventId)) return false

    this.#lastEventId = news.id || this.#lastEventId
    batch(() => {
      switch (news.event) {
        case 'accepted':
          if (news.turn.attempt > this.now.attempt) this.#setAside()
          // All its deltas follow, so an answer that is shown was read from the same attempt before.
          this.#answer.value = ''
          this.#takeHead(news.turn, { edited: undefined })
          break
        case 'delta':
          if (this.now.state !== 'streaming') this.change({ state: 'streaming' })
          this.#answer.value += news.text
          break
        case 'done':
          this.#takeHead(news.turn)
          break
        case 'failed':
          this.#takeHead(news.turn, { failure: news.code })
          break
        case 'snapshot':
          this.#takeWhole(news.turn)
          break
        default:
          news satisfies never
      }
    })
    return true
  }

  /** Makes room for another answer: the one that is shown becomes an earlier one. */
  #setAside(): void {
    const { attempt, question, state, failure, finishReason, feedback, earlier } = this.now
    if (attempt && !earlier.some((each) => each.attempt === attempt)) {
      const shown: Attempt = {
        attempt,
        question,
        answer: this.#answer.peek(),
        // Before another attempt begins, the last one is over.
        state: state === 'sending' || state === 'lost' ? 'interrupted' : state,
        failure,
        finishReason,
        feedback,
      }
      this.change({ earlier: [...earlier, shown] })
    }
    this.#answer.value = ''
    this.change({ feedback: null })
  }

  #takeWhole(past: PastTurn): void {
    const { question, feedback, earlier } = past
    this.#takeHead(past, { question, feedback, earlier })
    this.#answer.value = past.answer
  }

  #takeHead({ seq, attempt, state, failure, finishReason, createdAt }: Head, more: Partial<TurnFacts> = {}): void {
    this.change({
      seq,
      attempt,
      wanted: attempt,
      state,
      failure,
      finishReason,
      createdAt: createdAt || this.now.createdAt,
      ...more,
    })
  }
}

/** The n of `<seq>.<n>`, which grows within a turn. An event without an id is always new. */
const countOf = (id: string | null): number => (id === null ? -1 : Number(id.split('.')[1] ?? Infinity))
