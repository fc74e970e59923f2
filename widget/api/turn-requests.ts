/** Requests that nobody makes before the first question: they come with the later half of the panel. */
import type { Feedback } from './parse.ts'
import type { Transport } from './transport.ts'
import { jsonText } from '../page/json-text.ts'

export interface TurnRequests {
  rate(turnId: string, attempt: number, feedback: Feedback): Promise<void>
  /** Erases the session of this token; one that is gone already is no fault. */
  forget(token: string): Promise<void>
}

export const turnRequests = ({ request, withToken, Refusal }: Transport): TurnRequests => ({
  rate: async (turnId, attempt, feedback) =>
    void (await withToken(`/v1/turns/${encodeURIComponent(turnId)}/feedback`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: jsonText({ attempt, ...feedback }),
    })),
  async forget(token) {
    try {
      await request('/v1/session', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
    } catch (error) {
      // Expired, or forgotten before.
      if (!(error instanceof Refusal && error.status === 401)) throw error
    }
  },
})
