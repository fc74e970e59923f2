import type { Log } from '../base/log.ts'
import { readAtMost } from '../base/read-at-most.ts'
import type { callProvider } from './call.ts'
import { wait } from '../base/wait.ts'
import type { Adaptation, RequestBody } from './dialect.ts'

/** llama.cpp answers 500 when a chat template refuses a role. */
const REFUSALS: ReadonlySet<number> = new Set([400, 422, 500])
const GUESSED: ReadonlySet<number> = new Set([400, 422])
/** Only this much of an error is searched. */
const ERROR_BYTES = 16 * 1024
const ERROR_MILLISECONDS = 2_000

interface Known {
  adaptations: readonly Adaptation[]
  /** It has accepted a request before: a refusal now has another reason. */
  isTried: boolean
}

/** What providers' models refuse. One instance for the whole isolate, so sessions learn from each other. */
export class Learned {
  readonly #known = new Map<string, Known>()

  of(provider: string, model: string): Known {
    return this.#known.get(`${provider} ${model}`) ?? { adaptations: [], isTried: false }
  }

  took(provider: string, model: string, adaptations: readonly Adaptation[]): void {
    this.#known.set(`${provider} ${model}`, { adaptations, isTried: true })
  }
}

/**
 * Calls a provider. After a refusal it calls again at once, without what was probably refused: a refusal costs nothing. What
 * helped is remembered. Only what an error names counts; it is never logged, because it may quote the question.
 */
export const adapting =
  (call: typeof callProvider, { learned, log }: { learned: Learned; log: Log }): typeof callProvider =>
  async (provider, { model, body }, signal) => {
    if (body instanceof Uint8Array) return call(provider, { model, body }, signal)
    const { name, dialect } = provider
    const known = learned.of(name, model)
    let { adaptations } = known
    let response = await call(provider, { model, body: adapted(body, adaptations) }, signal)
    const tried = new Set(adaptations)
    while (REFUSALS.has(response.status)) {
      const left = dialect.adaptations.filter((each) => !tried.has(each) && each.without(body))
      if (left.length === 0) return response
      const error = await readError(response, signal)
      const { status, headers } = response
      response = new Response(error, { status, headers })
      const text = new TextDecoder().decode(error)
      const named = left.find(({ names }) => names.test(text))
      const guessed = known.isTried || !GUESSED.has(status) ? undefined : left.find(({ isGuessed }) => isGuessed)
      const next = named ?? guessed
      if (!next) return response
      tried.add(next)
      const more = [...adaptations, next]
      response = await call(provider, { model, body: adapted(body, more) }, signal)
      // A guess that did not help is withdrawn.
      if (named || response.ok) adaptations = more
    }
    if (!response.ok) return response
    learned.took(name, model, adaptations)
    for (const each of adaptations.slice(known.adaptations.length)) {
      log({ event: 'upstream', provider: name, detail: each.says })
    }
    return response
  }

const adapted = (body: RequestBody, adaptations: readonly Adaptation[]): RequestBody =>
  adaptations.reduce((so, { without }) => without(so) ?? so, body)

/** Empty if the error is long or slow. */
async function readError({ body }: Response, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const nothing = new Uint8Array()
  if (!body) return nothing
  const isRead = new AbortController()
  try {
    const waited = wait(ERROR_MILLISECONDS, AbortSignal.any([signal, isRead.signal])).then(() => null)
    return new Uint8Array((await Promise.race([readAtMost(body, ERROR_BYTES).catch(() => null), waited])) ?? nothing)
  } finally {
    isRead.abort()
  }
}
