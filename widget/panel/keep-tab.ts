import { effect } from '@preact/signals'
import type { ChatStore } from '../chat/store.ts'
import type { TabMemory } from '../chat/tab-state.ts'

/**
 * Saves how this tab shows the chat, for the next page in it. Nothing is stored for a visitor who has neither asked nor
 * written anything.
 */
export function keepTab(store: ChatStore, tab: TabMemory): () => void {
  return effect(() => {
    const { conversation, draft, prefilled, isOpen, unread, isReady } = store
    const turns = conversation.turns.value
    const written = draft.value === prefilled ? '' : draft.value
    const waiting = turns.find((turn) => turn.isActive)?.id ?? ''
    const state = { isOpen: isOpen.value, draft: written, unread: unread.value, waiting }
    if (turns.length > 0 || written) tab.keep(store.memory.key, state)
    else if (isReady.value) tab.forget()
  })
}
