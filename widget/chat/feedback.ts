import type { Feedback } from '../api/parse.ts'
import { turnRequests } from '../api/turn-requests.ts'
import type { ChatStore } from './store.ts'
import type { ShownTurn } from './turn.ts'

type FeedbackStore = Pick<ChatStore, 'transport' | 'emit'>

/** Resolves when the last feedback on a turn has arrived. Two requests at once could arrive in the wrong order. */
const sending = new WeakMap<ShownTurn, Promise<void>>()

/** Shows the feedback at once, then sends it. @throws Refusal if the Worker refused it; the old one is shown again. */
export async function giveFeedback(
  { transport, emit }: FeedbackStore,
  turn: ShownTurn,
  feedback: Feedback,
): Promise<void> {
  const { id } = turn
  const { attempt, feedback: before } = turn.now
  turn.change({ feedback })
  const earlier = sending.get(turn) ?? Promise.resolve()
  const sent = earlier.then(() => turnRequests(transport).rate(id, attempt, feedback))
  sending.set(
    turn,
    sent.catch(() => {}),
  )
  try {
    await sent
    emit('feedback', { id, rating: feedback.rating })
  } catch (error) {
    // Unless the visitor has given other feedback meanwhile.
    if (turn.now.feedback === feedback) turn.change({ feedback: before })
    throw error
  }
}
