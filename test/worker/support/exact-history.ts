/** R1 and R8: what a session keeps, whatever its pages, its upstream, its process and KV do. */
import { describe, expect, test } from 'vitest'
import type { Turn, TurnState } from '../../../protocol/schemas/turn.ts'
import { sample } from '../../support/sampling/sampling.ts'
import { simulate, type Simulation } from './simulated-session.ts'

const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1)
const SAMPLE = 3

export interface Expected {
  question: string
  answer: string
  state: TurnState
}

/** Questions with answers of random length and pace. */
export function script({ random, manners }: Simulation, count: number, most = 60): Expected[] {
  return Array.from({ length: count }, (_, turn) => {
    const question = `question ${turn}`
    const words = Array.from({ length: random.whole(5, most) }, (_, word) => `${turn}.${word} `)
    manners.set(question, { words, pause: random.whole(5, 90) })
    return { question, answer: words.join(''), state: 'complete' }
  })
}

export const brief = (turns: readonly Turn[]): Expected[] =>
  turns.map(({ question, answer, state }) => ({ question, answer, state }))

export const over = async ({ turns }: Simulation) =>
  (await turns()).every(({ state }) => state !== 'streaming' && state !== 'queued')

/** The history is exact for the visitor and, soon after, in the history copy. */
export async function expectExact(simulation: Simulation, expected: readonly Expected[], calls: number): Promise<void> {
  await simulation.until(() => over(simulation))
  const turns = await simulation.turns()
  expect(brief(turns)).toEqual(expected)
  expect(turns.map(({ seq }) => seq)).toEqual(expected.map((_, index) => index + 1))
  expect(simulation.requests).toHaveLength(calls)
  await simulation.until(() => JSON.stringify(historyCopy(simulation)) === JSON.stringify(turns))
  expect(simulation.kv.counts.tooMany).toBe(0)
}

export function historyCopy({ kv, copyKey }: Simulation): unknown {
  const stored = kv.settled(copyKey)
  return stored !== null && typeof stored === 'object' && 'turns' in stored ? stored.turns : null
}

export const uuid = () => crypto.randomUUID()

/** Each scenario with 25 seeds, or with a sample of them. */
export function exactHistories(scenarios: Readonly<Record<string, (simulation: Simulation) => Promise<void>>>): void {
  describe.for(Object.entries(scenarios))('%s', ([, scenario]) => {
    test.for(sample(SEEDS, SAMPLE))('is exact with seed %i', (seed) => simulate(seed, scenario))
  })
}
