/** Requests that nobody makes before the first question. They are part of the turns' module. */
import type { Feedback } from './parse.ts'
import type { Transport } from './transport.ts'
import { json } from './site-api.ts'

export interface TurnRequests {
  rate(turnId: string, attempt: number, feedback: Feedback): Promise<void>
  /** Erases the session of this token. A session that is already gone is not an error. */
  forget(token: string): Promise<void>
}

export const turnRequests = ({ request, withToken, Refusal }: Transport): TurnRequests => ({
  rate: async (turnId, attempt, feedback) =>
    void (await withToken(`/v1/turns/${encodeURIComponent(turnId)}/feedback`, json('PUT', { attempt, ...feedback }))),
  async forget(token) {
    try {
      await request('/v1/session', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
    } catch (error) {
      // It has expired, or was erased before.
      if (!(error instanceof Refusal && error.status === 401)) throw error
    }
  },
})
