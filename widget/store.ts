/** What the chat knows and what can be done with it. The view reads the signals and calls the verbs; nothing else. */
import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { SiteView } from '../protocol/site.ts'
import type { Question } from '../protocol/wire.ts'
import { conversation } from './conversation.ts'
import type { Emit } from './events.ts'
import type { Memory } from './memory.ts'
import { codeOf, Refusal, type RefusalCode } from './refusal.ts'
import { otherTabs } from './tabs.ts'
import type { Transport } from './transport.ts'
import { isActive, isTaken, newTurn, pastTurn, type ShownTurn } from './turn.ts'
import { uuid } from './uuid.ts'

export interface Store {
  readonly isOpen: ReadonlySignal<boolean>
  readonly isOnline: ReadonlySignal<boolean>
  readonly view: ReadonlySignal<SiteView | undefined>
  /** The history has come: what stands there is all there is. */
  readonly isReady: ReadonlySignal<boolean>
  /** Why the site or the history could not be had. */
  readonly trouble: ReadonlySignal<RefusalCode | undefined>
  readonly turns: ReadonlySignal<readonly ShownTurn[]>
  readonly isAnswering: ReadonlySignal<boolean>
  /** What stands in the composer. */
  readonly draft: Signal<string>
  open(): void
  close(): void
  /** Gets the site and the history, and goes on with whatever was under way. */
  resume(): Promise<void>
  send(text: string): void
  stop(): void
  retry(turn: ShownTurn): void
  /** A new conversation. The old one stays with the Worker, for as long as the owner keeps it. */
  reset(): void
  /** The Worker has opened another session: what was said in the old one is not known there. */
  startOver(): void
  destroy(): void
}

export interface Partners {
  site: string
  transport: Transport
  memory: Memory
  emit: Emit
  say(answer: string): void
}

export function chatStore({ site, transport, memory, emit, say }: Partners): Store {
  const isOpen = signal(false)
  const isOnline = signal(navigator.onLine)
  const view = signal<SiteView>()
  const isReady = signal(false)
  const trouble = signal<RefusalCode>()
  const life = new AbortController()
  let resuming: Promise<void> | undefined
  /** Counts conversations: what an old one still brings is not wanted in the new one. */
  let current = 0

  const taken = (question: Question) => tabs.tell({ about: 'turn', question })
  const talk = conversation({ transport, memory, emit, say, taken })
  const tabs = otherTabs(site, (word) => {
    if (word.about === 'turn') return talk.lookOn(word.question)
    memory.forgetOwn()
    begin()
  })
  for (const sign of ['online', 'offline']) {
    addEventListener(
      sign,
      () => {
        isOnline.value = navigator.onLine
        if (isOnline.value && isOpen.value && trouble.value) void resume()
      },
      life,
    )
  }

  /** An empty conversation. */
  function begin(): void {
    current += 1
    talk.clear()
  }

  async function load(): Promise<void> {
    const wanted = current
    trouble.value = undefined
    try {
      const [past] = await Promise.all([
        transport.history(),
        view.value ?? transport.view().then((site) => (view.value = site)),
      ])
      if (life.signal.aborted) return
      batch(() => {
        isReady.value = true
        if (wanted === current)
          past
            .filter(({ id }) => !talk.find(id))
            .map(pastTurn)
            .forEach(talk.show)
      })
      // What the history has, the Worker has taken: it is not asked again.
      for (const { id } of past) memory.takeFromOutbox(id)
      talk.turns.value.filter((turn) => isActive(turn) && isTaken(turn)).forEach(talk.goOn)
      for (const question of memory.outbox()) talk.ask(talk.find(question.id) ?? talk.show(newTurn(question)))
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error)
      trouble.value = codeOf(error)
      emit('error', { code: codeOf(error) })
    }
  }

  const resume = () => (resuming ??= load().finally(() => (resuming = undefined)))

  return {
    isOpen,
    isOnline,
    view,
    isReady,
    trouble,
    turns: talk.turns,
    isAnswering: talk.isAnswering,
    draft: signal(''),
    open() {
      if (isOpen.value) return
      isOpen.value = true
      emit('open', undefined)
      if (!isReady.value) void resume()
    },
    close() {
      if (!isOpen.value) return
      isOpen.value = false
      emit('close', undefined)
    },
    resume,
    send(text) {
      const question = { id: uuid(), text: text.trim() }
      if (!question.text) return
      memory.putInOutbox(question)
      const turn = talk.show(newTurn(question))
      emit('message:sent', question)
      talk.ask(turn)
    },
    stop: () => talk.turns.value.filter(isActive).forEach(talk.halt),
    retry(turn) {
      const { state, failure, id, question } = turn
      const goOn = state.value === 'lost' ? talk.goOn : talk.askAgain
      batch(() => {
        state.value = 'sending'
        failure.value = null
      })
      turn.isUnwanted = false
      if (isTaken(turn)) return goOn(turn)
      memory.putInOutbox({ id, text: question })
      talk.ask(turn)
    },
    reset() {
      // Asked for while the old token is still the one that is held.
      talk.turns.value.filter(isActive).forEach(talk.halt)
      memory.forget()
      begin()
      tabs.tell({ about: 'reset' })
    },
    startOver: talk.startOver,
    destroy() {
      life.abort()
      talk.leave()
      tabs.close()
    },
  }
}
