import { Failure } from '../../protocol/failure.ts'
import type { Log } from '../base/log.ts'
import { ask } from './ask.ts'
import { callProvider } from './call.ts'
import { noCompletion } from './reply/completion.ts'
import { DEADLINES, type Deadlines } from './deadline.ts'
import { Fault, isProvidersOwn } from './reply/faults.ts'
import { wait, type Wait } from '../base/wait.ts'
import { chooseProvider, modelAt, type Provider } from './provider-list.ts'
import type { CircuitBreaker } from './circuit-breaker.ts'
import { RETRY_AFTER_SECONDS } from './reply/status-fault.ts'
import { triedBy } from './reply/tried.ts'
import type { Piece, Upstream } from './upstream.ts'

interface Dependencies {
  circuitBreaker: CircuitBreaker
  log: Log
  call?: typeof callProvider
  deadlines?: Partial<Deadlines>
  pause?: Wait
}

/** How often one provider is tried for one answer. */
const TRIES = 3
const BACK_OFF_MILLISECONDS = 500
/** Sessions that failed together should not retry together. */
const JITTER = 0.25

/**
 * The configured providers as one upstream: the requested one, again after a pause if that may help, then the others in order.
 * This applies only until the first word: from then on, the answer comes from a single provider.
 *
 * A resting provider is tried last and only once. The deadline applies to all of them together.
 */
export const chatUpstream = (
  providers: () => readonly Provider[],
  { circuitBreaker, log, call = callProvider, deadlines = {}, pause = wait }: Dependencies,
): Upstream =>
  async function* (request, signal, asked) {
    const { wanted, order } = inOrder(providers(), request.provider, circuitBreaker)
    const end = Date.now() + (deadlines.wholeSeconds ?? DEADLINES.wholeSeconds) * 1000
    let failure: unknown
    for (const provider of order) {
      const model = modelAt(provider, wanted, request)
      const body = provider.dialect.body(provider, model, request)
      const tries = circuitBreaker.isResting(provider.name) ? 1 : TRIES
      for (let tried = 1; ; tried += 1) {
        let hasSpoken = false
        let last = noCompletion()
        const since = Date.now()
        const lost = (error: unknown): Piece[] => {
          const tried = triedBy({
            provider: provider.name,
            usage: last.usage,
            hasSpoken,
            error,
            isAborted: signal.aborted,
            milliseconds: Date.now() - since,
            maxTokens: request.sampling.maxTokens,
          })
          return tried ? [{ text: '', completion: noCompletion(), tried }] : []
        }
        try {
          const wholeSeconds = (end - Date.now()) / 1000
          for await (const piece of ask(
            provider,
            { model, body },
            { signal, deadlines: { ...deadlines, wholeSeconds }, call },
          )) {
            hasSpoken ||= piece.text !== ''
            last = piece.completion
            yield piece
          }
          circuitBreaker.worked(provider.name)
          return
        } catch (error) {
          failure = error
          yield* lost(error)
          if (!(error instanceof Failure) || signal.aborted) throw error
          log({
            event: 'upstream',
            request: asked,
            provider: provider.name,
            tried,
            code: error.code,
            detail: error.detail,
          })
          if (isProvidersOwn(error)) circuitBreaker.failed(provider.name)
          if (hasSpoken || (error instanceof Fault && error.again === 'no')) throw error
          const milliseconds = pauseAfter(error, tried)
          if (milliseconds === undefined || tried >= tries || Date.now() + milliseconds >= end) break
          await pause(milliseconds, signal)
        }
      }
      if (Date.now() >= end) break
    }
    throw failure
  }

/** How long to wait before the same provider is tried again; undefined if that makes no sense. */
function pauseAfter(error: Failure, tried: number): number | undefined {
  if (!(error instanceof Fault) || error.again !== 'here') return undefined
  if (error.retryAfterSeconds === undefined) {
    return BACK_OFF_MILLISECONDS * 2 ** (tried - 1) * (1 + Math.random() * JITTER)
  }
  return error.retryAfterSeconds > RETRY_AFTER_SECONDS ? undefined : error.retryAfterSeconds * 1000
}

function inOrder(
  all: readonly Provider[],
  name: string,
  circuitBreaker: CircuitBreaker,
): { wanted: Provider; order: Provider[] } {
  const wanted = chooseProvider(all, name)
  const order = [wanted, ...all.filter((provider) => provider !== wanted)]
  return {
    wanted,
    order: order.toSorted((one, other) => resting(circuitBreaker, one) - resting(circuitBreaker, other)),
  }
}

const resting = (circuitBreaker: CircuitBreaker, { name }: Provider): number => (circuitBreaker.isResting(name) ? 1 : 0)
