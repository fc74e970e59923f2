import { Failure } from '../../protocol/failure.ts'
import type { OwnerAuth } from '../auth/owner-auth.ts'
import type { Caller } from '../http/caller.ts'
import { networkOf } from '../base/network.ts'
import { callerOf } from '../http/caller.ts'
import { requireOwner } from '../auth/owner-key.ts'

interface Dependencies {
  /** Empty if the owner has set none. */
  ownerKey: string
  ownerAuth: Pick<OwnerAuth, 'failed'>
  /** Milliseconds since 1970. */
  now: () => number
}

/** How many locked networks are remembered: one more, and owner auth is asked about the oldest again. */
const MOST_LOCKS = 1000

/**
 * Lets a program through as `requireOwner` does, and counts its wrong keys together with the console's. A right key needs no
 * call: owner auth delays no answer, and neighbours at a shared address cannot lock a program out. A lock of a network is
 * remembered here, so that a flood of wrong keys stops reaching owner auth.
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

  /** Rethrows its argument. */
  function remember(network: string, told: unknown): never {
    if (told instanceof Failure && told.retryAfterSeconds !== undefined) {
      const [oldest = ''] = locks.keys()
      if (locks.size >= MOST_LOCKS) locks.delete(oldest)
      locks.set(network, now() + told.retryAfterSeconds * 1000)
    }
    throw told
  }
}
