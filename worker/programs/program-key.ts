import { Failure } from '../../protocol/failure.ts'
import type { OwnerAuth } from '../auth/owner-auth.ts'
import type { Caller } from '../http/caller.ts'
import { networkOf } from '../base/network.ts'
import { callerOf } from '../http/caller.ts'
import { requireOwner } from '../auth/owner-key.ts'

interface Dependencies {
  /** Empty where the owner has set none. */
  ownerKey: string
  ownerAuth: Pick<OwnerAuth, 'failed'>
  /** Milliseconds since 1970. */
  now: () => number
}

/** Networks that are remembered as locked: one more, and the oldest is asked about again. */
const MOST_LOCKS = 1000

/**
 * Lets a program through as `requireOwner` does, and counts its wrong keys where the console's are counted. A right key asks
 * nobody: owner auth delays no answer, and no neighbour at a shared address can lock a program out. What owner auth says of a network
 * is remembered here, so that a flood of wrong keys asks it no more.
 *
 * @throws Failure `owner_key_not_set`, `owner_key_too_short`, `invalid_api_key`, `too_many_failures`.
 */
export function programKey({ ownerKey, ownerAuth, now }: Dependencies): (request: Request) => Promise<void> {
  const locks = new Map<string, number>()

  return async (request) => {
    try {
      await requireOwner(request, ownerKey)
    } catch (error) {
      const isGuess =
        error instanceof Failure && error.code === 'invalid_api_key' && request.headers.has('authorization')
      if (isGuess) await count(callerOf(request))
      throw error
    }
  }

  async function count(caller: Caller): Promise<void> {
    const network = networkOf(caller.address)
    const left = (locks.get(network) ?? 0) - now()
    if (left > 0) throw new Failure('too_many_failures', { retryAfterSeconds: left / 1000 })
    await ownerAuth.failed(caller).catch((told: unknown) => remember(network, told))
  }

  /** Throws what it was told. */
  function remember(network: string, told: unknown): never {
    if (told instanceof Failure && told.retryAfterSeconds !== undefined) {
      const [oldest = ''] = locks.keys()
      if (locks.size >= MOST_LOCKS) locks.delete(oldest)
      locks.set(network, now() + told.retryAfterSeconds * 1000)
    }
    throw told
  }
}
