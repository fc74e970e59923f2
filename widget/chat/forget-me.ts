import { turnRequests } from '../api/turn-requests.ts'
import { tokensIn } from './conversation-list.ts'
import type { ChatStore } from './store.ts'

/**
 * Erases every conversation of this visitor, here and at the Worker.
 * @throws Refusal if the Worker could not erase one. That one and those after it stay.
 */
export async function forgetMe(
  store: Pick<ChatStore, 'conversation' | 'memory' | 'transport' | 'showCurrent'>,
): Promise<void> {
  const { conversation, memory, transport } = store
  conversation.leave()
  try {
    for (const token of tokensIn(memory)) {
      await turnRequests(transport).forget(token)
      memory.forget(token)
    }
    // Last, conversations that the Worker does not know, which have no token.
    memory.forget('')
  } finally {
    store.showCurrent()
  }
}
