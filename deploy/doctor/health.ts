/** Whether a deployed Worker answers from outside. */
import { setTimeout } from 'node:timers/promises'
import { field } from '../../protocol/record.ts'

export interface Patience {
  /** It takes a while until a new name and its certificate are known everywhere. */
  wholeMilliseconds: number
  stepMilliseconds: number
}

export const USUAL_PATIENCE: Patience = { wholeMilliseconds: 90_000, stepMilliseconds: 3_000 }
export const NO_PATIENCE: Patience = { wholeMilliseconds: 0, stepMilliseconds: 0 }

/** Tries until it succeeds or the time is over; @returns nothing, or the last problem. */
export async function healthProblem(url: string, patience: Patience): Promise<string | null> {
  return until(patience, () => askOnce(url))
}

/** @returns the last problem, or null as soon as there is none. */
export async function until(patience: Patience, look: () => Promise<string | null>): Promise<string | null> {
  const end = Date.now() + patience.wholeMilliseconds
  for (;;) {
    const problem = await look()
    if (problem === null || Date.now() >= end) return problem
    await setTimeout(patience.stepMilliseconds)
  }
}

async function askOnce(url: string): Promise<string | null> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(10_000), redirect: 'error' })
    const answer: unknown = await response.json().catch(() => null)
    if (response.ok && field(answer, 'ok') === true) return null
    const lacks = [
      ...namesIn(answer, 'missing').map((name) => `${name} is not set`),
      ...namesIn(answer, 'wrong').map((name) => `${name} cannot be read`),
    ]
    if (lacks.length > 0) return `${url}/healthz says: ${lacks.join(', ')}.`
    return `${url}/healthz answers ${response.status}${response.ok ? ', but not as Inglenook does' : ''}.`
  } catch (error) {
    const cause = error instanceof Error ? (field(error.cause, 'code') ?? error.message) : error
    return `${url}/healthz cannot be reached (${String(cause)}).`
  }
}

/** As `worker/front-routes.ts` reports them. */
function namesIn(answer: unknown, list: 'missing' | 'wrong'): string[] {
  const names = field(answer, list)
  return Array.isArray(names) ? names.map(String) : []
}
