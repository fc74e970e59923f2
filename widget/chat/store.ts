/** What the chat knows and what can be done with it. The view reads the signals and calls the verbs; nothing else. */
import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals-core'
import type { PageContext } from '../../protocol/schemas/question.ts'
import type { Attributes } from '../page/attributes.ts'
import { asking, type Asker } from './asking.ts'
import { openThread } from './conversation.ts'
import type { Emit } from '../page/events.ts'
import type { SavedConversation, Memory } from './memory.ts'
import type { ShownSite } from '../api/parse.ts'
import { codeOf, Refusal, type RefusalCode } from '../api/refusal.ts'
import type { Inside } from './turn-actions.ts'
import type { TabState } from './tab-state.ts'
import { otherTabs, type Question } from './tabs.ts'
import type { Transport } from '../api/transport.ts'
import { isActive, isTaken, type ShownTurn } from './shown-turn.ts'
import { pastTurn } from './turn.ts'

export interface Store extends Pick<Asker, 'send' | 'stop'> {
  readonly isOpen: ReadonlySignal<boolean>
  readonly isOnline: ReadonlySignal<boolean>
  readonly view: ReadonlySignal<ShownSite | undefined>
  /** The history has come: what stands there is all there is. */
  readonly isReady: ReadonlySignal<boolean>
  /** Why the site or the history could not be had. */
  readonly trouble: ReadonlySignal<RefusalCode | undefined>
  readonly turns: ReadonlySignal<readonly ShownTurn[]>
  readonly isAnswering: ReadonlySignal<boolean>
  /** Answers that came while the panel was closed. */
  readonly unread: ReadonlySignal<number>
  /** What stands in the composer. */
  readonly draft: Signal<string>
  /** What was selected on the page when the chat was reached for, and what its tag says. */
  readonly place: { readonly selected: string; readonly attributes: Attributes }
  /** What of the page goes along with the next question. */
  readonly page: Signal<PageContext | undefined>
  open(): void
  close(): void
  /** Goes on as an earlier page of this tab was left. */
  restore(state: TabState): void
  /** Gets the site and the history, and goes on with whatever was under way. */
  resume(): Promise<void>
  /** A part of the widget could not be fetched. */
  partsMissing(): void
  /** A new conversation. The old one can be gone back to. */
  reset(): void
  /** Another person is at this page: their conversations, and nobody else's. Empty: nobody in particular. */
  identify(visitor: string): void
  /** The Worker has opened another session: what was said in the old one is not known there. */
  startOver(isRenewed: boolean): void
  /** A new conversation was asked for and has not begun at the Worker. */
  isNew(): boolean
  /** Verbs that are fetched later are made of what is inside. */
  lend<Verbs>(make: (inside: Inside) => Verbs): Verbs
  destroy(): void
}

export interface ChatDependencies {
  site: string
  /** The page proves who is there: then the Worker knows the conversation that this device has never seen. */
  readonly proof: ReadonlySignal<string | undefined>
  transport: Transport
  memory: Memory
  emit: Emit
  place: Store['place']
  /** Those who listen to the page hear an answer once; '' takes it back. */
  say(answer: string): void
}

export function chatStore({ site, proof, transport, memory, emit, place, say }: ChatDependencies): Store {
  const isOpen = signal(false)
  const isOnline = signal(navigator.onLine)
  const view = signal<ShownSite>()
  const isReady = signal(false)
  const trouble = signal<RefusalCode>()
  const unread = signal(0)
  const draft = signal('')
  const page = signal<PageContext>()
  const life = new AbortController()
  /** Counts conversations: what an old one still brings is not wanted in the new one. */
  let current = 0
  let isNew = false
  /** A turn that was answered while this tab went from one page to the next is news, too. */
  let awaited = ''
  let resuming: { conversation: number; done: Promise<void> } | undefined

  const talk = openThread({
    transport,
    memory,
    emit,
    taken: (question: Question) => tabs.tell({ about: 'turn', question }),
    answered({ id, answer: { value: text } }) {
      say(text)
      emit('message:complete', { id, text })
      addUnread()
    },
  })
  const asks = asking({
    talk,
    memory,
    emit,
    page: () => (view.value?.pageContext === 'on' ? page.value : undefined),
  })
  const tabs = otherTabs(site, memory.whose, (word) => {
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

  function addUnread(): void {
    if (isOpen.value) return
    unread.value += 1
    emit('unread', { count: unread.value })
  }

  /** Shows the conversation that is held now; of a new one there is nothing to be had. */
  function begin(): void {
    current += 1
    talk.clear()
    say('')
    if (!isOpen.value && !isReady.value) return
    if (proof.value || memory.token() || memory.outbox().length > 0) isReady.value = false
    if (!isReady.value) void resume()
  }

  function anew(): void {
    begin()
    tabs.tell({ about: 'another' })
  }

  function hold(conversation?: SavedConversation): void {
    memory.takeUp(conversation)
    anew()
  }

  async function load(): Promise<void> {
    const wanted = current
    const held = memory.token()
    trouble.value = undefined
    try {
      const [{ turns: past, token }] = await Promise.all([
        transport.history(),
        view.value ?? transport.view().then((site) => (view.value = site)),
      ])
      memory.renew(held, token)
      if (life.signal.aborted || wanted !== current) return
      batch(() => {
        isReady.value = true
        past
          .filter(({ id }) => !talk.find(id))
          .map(pastTurn)
          .forEach(talk.show)
      })
      if (awaited && talk.find(awaited)?.state.value === 'complete') addUnread()
      awaited = ''
      const waiting = memory.outbox()
      // What the history has, the Worker has taken: it is not asked again.
      for (const { id, attempt } of waiting)
        if (!attempt && past.some((turn) => turn.id === id)) memory.takeFromOutbox(id)
      talk.turns.value.filter((turn) => isActive(turn) && isTaken(turn)).forEach(talk.goOn)
      memory.outbox().forEach(asks.resend)
    } catch (error) {
      if (!(error instanceof Refusal)) console.error(error)
      if (wanted !== current) return
      const code = (trouble.value = codeOf(error))
      emit('error', { code })
    }
  }

  function resume(): Promise<void> {
    if (resuming?.conversation === current) return resuming.done
    const mine = {
      conversation: current,
      done: load().finally(() => {
        if (resuming === mine) resuming = undefined
      }),
    }
    resuming = mine
    return mine.done
  }

  function open(): void {
    if (isOpen.value) return
    batch(() => {
      isOpen.value = true
      unread.value = 0
    })
    emit('open', undefined)
    if (!isReady.value) void resume()
  }

  return {
    send: asks.send,
    stop: asks.stop,
    isOpen,
    isOnline,
    view,
    isReady,
    trouble,
    turns: talk.turns,
    isAnswering: talk.isAnswering,
    unread,
    draft,
    place,
    page,
    open,
    restore(state) {
      draft.value = state.draft
      unread.value = state.unread
      awaited = state.waiting
      if (state.isOpen) open()
      else if (awaited) void resume()
    },
    close() {
      if (!isOpen.value) return
      isOpen.value = false
      emit('close', undefined)
    },
    resume,
    partsMissing: () => (trouble.value = 'offline'),
    reset() {
      // Asked for while the old token is still the one that is held.
      asks.stop()
      isNew = true
      hold()
    },
    identify(visitor) {
      isNew = false
      memory.become(visitor)
      draft.value = ''
      unread.value = 0
      begin()
    },
    startOver(isRenewed) {
      isNew = false
      // A person's session is the same under every token.
      if (proof.value) return
      talk.startOver()
      if (isRenewed) tabs.tell({ about: 'another' })
    },
    isNew: () => isNew,
    lend: (make) => make({ talk, memory, transport, emit, asks, hold, anew }),
    destroy() {
      life.abort()
      talk.leave()
      tabs.close()
    },
  }
}
