import { computed, signal, type ReadonlySignal } from '@preact/signals-core'
import type { AskedParts, AskedQuestion, News } from '../api/parse.ts'
import { codeOf, Refusal } from '../api/refusal.ts'
import type { Outgoing, Transport } from '../api/transport.ts'
import type { Emit } from '../page/events.ts'
import type { Browser } from './browser.ts'
import type { Memory } from './memory.ts'
import { TurnStreams, type Source } from './turn-streams.ts'
import { ShownTurn } from './turn.ts'

export interface ConversationDependencies {
  transport: Transport
  memory: Memory
  browser: Browser
  emit: Emit
  /** What goes with the next question. */
  parts(): AskedParts
  /** The Worker has accepted a question from this page. */
  onAccepted(question: AskedQuestion): void
  /** An answer is complete. */
  onAnswered(turn: ShownTurn): void
}

/** Turns without a position keep the order in which they were asked: Infinity minus Infinity is NaN. */
const inOrder = (turns: readonly ShownTurn[]) => turns.toSorted((one, other) => one.now.seq - other.now.seq || 0)

/** The Worker will never accept these, so the next page does not send them again. */
const HOPELESS: ReadonlySet<number> = new Set([400, 403, 404, 413, 415])

/** The turns that the visitor sees, and what the visitor can do with them. */
export class Conversation {
  readonly turns = signal<readonly ShownTurn[]>([])
  readonly #streams = new TurnStreams()
  readonly #deps: ConversationDependencies
  /** An answer is on its way. */
  readonly isAnswering: ReadonlySignal<boolean> = computed(() => this.turns.value.some((turn) => turn.isActive))

  constructor(deps: ConversationDependencies) {
    this.#deps = deps
  }

  find(id: string): ShownTurn | undefined {
    return this.turns.value.find((turn) => turn.id === id)
  }

  add(turn: ShownTurn): ShownTurn {
    this.turns.value = inOrder([...this.turns.value, turn])
    return turn
  }

  /** Asks a question. It goes to the outbox before anything is sent. */
  send(text: string): void {
    const { memory, browser, emit, parts } = this.#deps
    const asked = { id: browser.newId(), text: text.trim() }
    if (!asked.text) return
    const question = { ...parts(), ...asked }
    memory.putInOutbox(question)
    emit('message:sent', asked)
    this.ask(question)
  }

  /** Sends a question, or an edited one, that an earlier page left in the outbox. */
  resend(question: Outgoing): void {
    const turn = this.find(question.id)
    if (!turn || !question.attempt) return this.ask(question)
    if (question.attempt <= turn.now.attempt) return this.#deps.memory.takeFromOutbox(question.id)
    turn.want(question.text)
    this.askAgain(turn)
  }

  /** Sends a question that is in the outbox. */
  ask(question: Outgoing): void {
    const turn = this.find(question.id) ?? this.add(new ShownTurn(question, this.#deps.browser.now()))
    this.#run(
      turn,
      this.#streams.oneByOne((signal) => this.#deps.transport.ask(question, signal)),
    )
  }

  /** Requests the attempt that the turn wants. */
  askAgain(turn: ShownTurn): void {
    const again = { attempt: turn.now.wanted, text: turn.now.edited }
    this.#run(turn, (signal) => this.#deps.transport.retry(turn.id, again, signal))
  }

  /** Stops every answer that is in progress. */
  stop(): void {
    for (const turn of this.turns.value) if (turn.isActive) this.#stop(turn)
  }

  /** Continues after the last event received. */
  continue(turn: ShownTurn): void {
    this.#run(turn, (signal) => this.#deps.transport.resume(turn.id, turn.lastEventId, signal))
  }

  /** Another tab asks this question; this tab only shows it. */
  watch(question: AskedQuestion): void {
    const { id, text } = question
    const known = this.find(id)
    const turn = known ?? this.add(new ShownTurn(question, this.#deps.browser.now()))
    if (turn.now.question !== text) turn.edit(text)
    const source: Source = (signal) => this.#deps.transport.resume(id, turn.lastEventId, signal)
    this.#streams.read(turn, source).catch((error: unknown) => {
      // If storage is refused, each tab has its own session and cannot read the others' turns.
      if (known) this.#lose(turn, error)
      else this.turns.value = this.turns.value.filter((each) => each !== turn)
    })
  }

  /** Another session has begun: only unanswered questions move to it. */
  moveToNextSession(): void {
    const waiting = this.turns.value.filter((turn) => turn.isActive || !turn.isAccepted)
    for (const turn of waiting) if (turn.isAccepted) turn.leaveSession()
    this.turns.value = waiting
  }

  /** Closes every stream. The Worker continues with the answers. */
  leave(): void {
    this.#streams.leave()
  }

  clear(): void {
    this.leave()
    this.turns.value = []
  }

  /** Reads a turn that this page is responsible for, and informs the page, the outbox and the other tabs. */
  #run(turn: ShownTurn, source: Source, isReread = false): void {
    this.#streams.read(turn, source, this.#listener(turn)).catch((error: unknown) => this.#lose(turn, error, isReread))
  }

  #listener(turn: ShownTurn): (news: News) => void {
    const { memory, emit, onAccepted, onAnswered } = this.#deps
    let hasBegun = turn.answer.value !== ''
    return (news) => {
      if (news.event === 'accepted') {
        hasBegun = false
        memory.takeFromOutbox(turn.id)
        this.turns.value = inOrder(this.turns.value)
        onAccepted({ ...turn.parts, id: turn.id, text: turn.now.question })
      }
      if (turn.now.isUnwanted && turn.isActive) this.#stop(turn)
      if (news.event === 'delta' && !hasBegun) {
        hasBegun = true
        emit('message:start', { id: turn.id })
      }
      if (news.event === 'failed') emit('error', { code: news.code })
      if (turn.now.state === 'complete') onAnswered(turn)
    }
  }

  /** @param isReread the turn was read again after a conflict: another conflict would go on forever. */
  #lose(turn: ShownTurn, error: unknown, isReread = false): void {
    const { memory, emit } = this.#deps
    const refusal = error instanceof Refusal ? error : undefined
    if (!refusal) console.error(error)
    if (refusal && HOPELESS.has(refusal.status)) memory.takeFromOutbox(turn.id)
    const code = codeOf(error)
    // Another tab has asked or edited meanwhile: the Worker's version is right.
    if (code === 'turn_conflict' && turn.isAccepted && !isReread) {
      memory.takeFromOutbox(turn.id)
      turn.change({ edited: undefined })
      return this.#run(turn, (signal) => this.#deps.transport.resume(turn.id, null, signal), true)
    }
    // It belonged to a session that is over. To the new session the question is new.
    if (code === 'unknown_turn') turn.leaveSession()
    turn.change({
      state: turn.now.isUnwanted ? 'stopped' : 'lost',
      failure: code,
      reference: refusal?.reference ?? null,
    })
    emit('error', { code })
  }

  #stop(turn: ShownTurn): void {
    if (turn.now.state === 'sending') {
      // The Worker may not know the question yet. If it accepts it, it is stopped then.
      this.#deps.memory.takeFromOutbox(turn.id)
      turn.change({ state: 'stopped', isUnwanted: true })
      return
    }
    turn.change({ isUnwanted: false })
    // The turn's own stream brings the result. Only a refusal matters here.
    this.#deps.transport.stop(turn.id).catch((error: unknown) => {
      turn.change({ isUnwanted: true })
      this.#deps.emit('error', { code: codeOf(error) })
    })
  }
}
