import { batch, computed, signal, type ReadonlySignal } from '@preact/signals-core'
import type { Emit } from '../page/events.ts'
import type { Memory } from './memory.ts'
import type { News } from '../api/parse.ts'
import { codeOf, Refusal } from '../api/refusal.ts'
import type { Question } from './tabs.ts'
import type { Outgoing, Transport } from '../api/transport.ts'
import { isActive, isTaken, type ShownTurn } from './shown-turn.ts'
import { apply, newTurn, turnOver, unplace } from './turn.ts'

/** The turns on the screen, and the streams that make them grow: at most one a turn. */
export interface Thread {
  readonly turns: ReadonlySignal<readonly ShownTurn[]>
  /** An answer is on its way. */
  readonly isAnswering: ReadonlySignal<boolean>
  find(id: string): ShownTurn | undefined
  show(turn: ShownTurn): ShownTurn
  ask(turn: ShownTurn, question: Outgoing): void
  /** Reads on from the last event that came. */
  goOn(turn: ShownTurn): void
  /** Asks for the answer that is wanted. */
  askAgain(turn: ShownTurn): void
  /** Another tab asks this; here it is only shown. */
  lookOn(question: Question): void
  halt(turn: ShownTurn): void
  /** Another session has begun: only questions that are still to be answered are taken along. */
  startOver(): void
  /** Leaves every stream. What is under way goes on at the Worker. */
  leave(): void
  clear(): void
}

export interface ThreadDependencies {
  transport: Transport
  memory: Memory
  emit: Emit
  /** The Worker has taken a question of this page: the other tabs may look on. */
  taken(question: Question): void
  /** An answer is complete. */
  answered(turn: ShownTurn): void
}

type Source = (signal: AbortSignal) => AsyncGenerator<News, void>

export function openThread({ transport, memory, emit, taken, answered }: ThreadDependencies): Thread {
  const turns = signal<readonly ShownTurn[]>([])
  const streams = new Map<string, AbortController>()

  /** Settles when the last question that was sent has been taken, or given up. */
  let sent = Promise.resolve()

  const find = (id: string) => turns.value.find((turn) => turn.id === id)

  async function read(turn: ShownTurn, source: Source, heard: (news: News) => void = () => {}): Promise<void> {
    if (streams.has(turn.id)) return
    const leaving = new AbortController()
    streams.set(turn.id, leaving)
    try {
      for await (const news of source(leaving.signal)) {
        if (apply(turn, news)) heard(news)
      }
    } catch (error) {
      if (!leaving.signal.aborted) throw error
    } finally {
      if (streams.get(turn.id) === leaving) streams.delete(turn.id)
    }
  }

  /** One after the other: two questions that are sent at once may arrive in either order. */
  async function* inTurn(question: Outgoing, signal: AbortSignal): AsyncGenerator<News, void> {
    const before = sent
    let settle = () => {}
    sent = new Promise((resolve) => (settle = resolve))
    try {
      await before
      signal.throwIfAborted()
      for await (const news of transport.ask(question, signal)) {
        settle()
        yield news
      }
    } finally {
      settle()
    }
  }

  /** Reads a turn that this page answers for: it tells the page, the outbox and the other tabs. */
  function run(turn: ShownTurn, source: Source): void {
    read(turn, source, hear(turn)).catch((error: unknown) => giveUp(turn, error))
  }

  function hear(turn: ShownTurn): (news: News) => void {
    let hasBegun = turn.answer.value !== ''
    return (news) => {
      if (news.event === 'accepted') {
        hasBegun = false
        memory.takeFromOutbox(turn.id)
        turns.value = inOrder(turns.value)
        taken({ id: turn.id, text: turn.question.value })
      }
      if (turn.isUnwanted && isActive(turn)) halt(turn)
      if (news.event === 'delta' && !hasBegun) {
        hasBegun = true
        emit('message:start', { id: turn.id })
      }
      if (news.event === 'failed') emit('error', { code: news.code })
      if (turn.state.value === 'complete') answered(turn)
    }
  }

  function giveUp(turn: ShownTurn, error: unknown): void {
    if (!(error instanceof Refusal)) console.error(error)
    // What the Worker will never take is not sent again by the next page either.
    if (error instanceof Refusal && [400, 403, 404, 413, 415].includes(error.status)) memory.takeFromOutbox(turn.id)
    const code = codeOf(error)
    // Another tab has asked or edited meanwhile: what the Worker has is what counts.
    if (code === 'turn_conflict' && isTaken(turn)) {
      memory.takeFromOutbox(turn.id)
      turn.rephrased = undefined
      return run(turn, (signal) => transport.resume(turn.id, null, signal))
    }
    // It belonged to a session that is over: to this one, the question is new.
    if (code === 'unknown_turn') unplace(turn)
    turn.reference = error instanceof Refusal ? error.reference : null
    batch(() => {
      turn.state.value = turn.isUnwanted ? 'stopped' : 'lost'
      turn.failure.value = code
    })
    emit('error', { code })
  }

  function halt(turn: ShownTurn): void {
    turn.isUnwanted = turn.state.value === 'sending'
    if (turn.isUnwanted) {
      // Whether the Worker has heard of it, nobody knows yet. Should it take it, it is stopped there too.
      memory.takeFromOutbox(turn.id)
      turn.state.value = 'stopped'
      return
    }
    // The turn's own stream brings the news; only a refusal is of interest here.
    transport.stop(turn.id).catch((error: unknown) => {
      turn.isUnwanted = true
      emit('error', { code: codeOf(error) })
    })
  }

  function leave(): void {
    for (const leaving of streams.values()) leaving.abort()
    streams.clear()
  }

  function show(turn: ShownTurn): ShownTurn {
    turns.value = inOrder([...turns.value, turn])
    return turn
  }

  return {
    turns,
    isAnswering: computed(() => turns.value.some(isActive)),
    find,
    show,
    ask: (turn, question) => run(turn, (signal) => inTurn(question, signal)),
    goOn: (turn) => run(turn, (signal) => transport.resume(turn.id, turn.lastEventId, signal)),
    askAgain: (turn) => {
      const again = { attempt: turn.wanted, text: turn.rephrased }
      run(turn, (signal) => transport.retry(turn.id, again, signal))
    },
    lookOn(question) {
      const known = find(question.id)
      const turn = known ?? show(newTurn(question))
      if (turn.question.value !== question.text) {
        turnOver(turn)
        turn.question.value = question.text
      }
      read(turn, (signal) => transport.resume(turn.id, turn.lastEventId, signal)).catch((error: unknown) => {
        // Where storage is refused, each tab has a session of its own, and the others' turns are not to be had.
        if (known) giveUp(turn, error)
        else turns.value = turns.value.filter((each) => each !== turn)
      })
    },
    halt,
    startOver() {
      turns.value = turns.value.filter((turn) => isActive(turn) || !isTaken(turn))
      turns.value.filter(isTaken).forEach(unplace)
    },
    leave,
    clear() {
      leave()
      turns.value = []
    },
  }
}

// Infinity less Infinity is no number: those that have no place yet stay in the order in which they were asked.
const inOrder = (turns: readonly ShownTurn[]) => turns.toSorted((one, other) => one.seq - other.seq || 0)
