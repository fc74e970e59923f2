import { setImmediate } from 'node:timers/promises'
import { signal, type Signal } from '@preact/signals-core'
import { Memory } from '../../../widget/chat/memory.ts'
import { Session } from '../../../widget/chat/session.ts'
import { ChatStore } from '../../../widget/chat/store.ts'
import type { ShownTurn } from '../../../widget/chat/turn.ts'
import type { Profile } from './profile.ts'
import type { ScriptedWorker } from './scripted-worker.ts'

export const HOME = 'https://chat.example'

/** A page with the chat's state. */
export interface OpenPage {
  store: ChatStore
  memory: Memory
  session: Session
  proof: Signal<string | undefined>
  /** The page's events, in order. */
  events: { name: string; detail: unknown }[]
  /** For each session that was requested, whether it was for a new conversation. */
  fresh: boolean[]
  /** Asks a question and returns its turn. The Worker has accepted it, unless it delays questions. */
  ask(text: string): Promise<ShownTurn>
  /** Each turn as `question → answer (state)`. */
  shown(): string[]
}

export function openPage(worker: ScriptedWorker, profile: Profile, visitor = ''): OpenPage {
  const events: OpenPage['events'] = []
  const fresh: boolean[] = []
  const { browser, storage } = profile
  const proof = signal<string | undefined>(undefined)
  const memory = new Memory({ site: 'shop', api: HOME, home: HOME, browser, storage })
  memory.become(visitor)
  const session = new Session({
    memory,
    open: (isFresh) => {
      fresh.push(isFresh())
      return worker.openSession()
    },
  })
  const transport = worker.transport(session.token)
  const emit = (name: string, detail: unknown) => void events.push({ name, detail })
  const store = new ChatStore({ site: 'shop', proof, session, transport, memory, browser, emit })
  return {
    store,
    memory,
    session,
    proof,
    events,
    fresh,
    async ask(text) {
      store.conversation.send(text)
      await settled()
      const turn = store.conversation.turns.value.at(-1)
      if (!turn) throw new Error('the question is not shown')
      return turn
    },
    shown: () =>
      store.conversation.turns.value.map(
        ({ now: { question, state }, answer }) => `${question} → ${answer.value} (${state})`,
      ),
  }
}

/** Resolves when all pending work without a timer is done. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await setImmediate()
}
