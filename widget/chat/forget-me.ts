import { turnRequests } from '../api/turn-requests.ts'
import { tokensIn } from './conversation-list.ts'
import type { ChatStore } from './store.ts'

/**
 * Erases every conversation of this visitor, here and at the Worker.
 * @throws Refusal when the Worker could not erase one; that one and those after it stay.
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
    // Last, what the Worker does not know and so has no token.
    memory.forget('')
  } finally {
    store.showCurrent()
  }
}
