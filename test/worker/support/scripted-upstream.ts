import type { Completion } from '../../../protocol/schemas/turn.ts'
import type { ChatRequest, Upstream } from '../../../worker/providers/upstream.ts'

/** An upstream that says what the test tells it to, when the test tells it to. */
export interface ScriptedUpstream {
  upstream: Upstream
  /** Every request, as it came. */
  requests: ChatRequest[]
  say(text: string): void
  finish(finishReason?: string): void
  fail(error: unknown): void
}

type Step = { text: string } | { finish: string } | { error: unknown }

export function scriptedUpstream(): ScriptedUpstream {
  const requests: ChatRequest[] = []
  const steps: Step[] = []
  let wake = () => {}
  const add = (step: Step) => {
    steps.push(step)
    wake()
  }
  return {
    requests,
    say: (text) => add({ text }),
    finish: (finish = 'stop') => add({ finish }),
    fail: (error) => add({ error }),
    async *upstream(request, signal) {
      requests.push(request)
      const completion: Completion = {
        provider: 'scripted',
        completionId: 'c',
        model: 'scripted',
        created: 1,
        finishReason: null,
        usage: null,
      }
      for (;;) {
        const step = steps.shift()
        if (!step) {
          await new Promise<void>((resolve, reject) => {
            wake = resolve
            if (signal.aborted) reject(signal.reason)
            else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
          })
          continue
        }
        if ('error' in step) throw step.error
        if ('finish' in step) {
          completion.finishReason = step.finish
          yield { text: '', completion }
          return
        }
        yield { text: step.text, completion }
      }
    },
  }
}
