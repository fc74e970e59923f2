import type { SessionToken } from '../../protocol/schemas/session.ts'
import { fetchModule } from '../api/fetch-module.ts'
import { codeOf, isChallenge, Refusal } from '../api/refusal.ts'

/** The module's address, written in by the build. */
declare const CHALLENGE_PATH: string

type ChallengeModule = typeof import('../challenge/session-challenge.ts')

export type OpeningDependencies = Omit<Parameters<ChallengeModule['passChallenge']>[0], 'refused' | 'Refusal'>

/**
 * Opens a session, with a challenge if the page provides a proof or the Worker requires something.
 * @throws Refusal
 */
export async function openSession(deps: OpeningDependencies): Promise<SessionToken> {
  let refused = ''
  if (!deps.proof.value) {
    try {
      return await deps.openSession()
    } catch (error) {
      refused = codeOf(error)
      if (!isChallenge(refused)) throw error
    }
  }
  const { passChallenge } = await fetchModule<ChallengeModule>(CHALLENGE_PATH)
  return passChallenge({ ...deps, refused, Refusal })
}
