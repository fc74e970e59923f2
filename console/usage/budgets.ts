/** The current state of a site's limits, and what happens when: its budgets, and the steps in its live settings. */
import type { Budget, Budgets, BudgetStep } from '../../protocol/schemas/budget.ts'
import type { Settings } from '../../protocol/site.ts'
import { Refusal } from '../api/ask.ts'
import { ask } from '../shell/sign-in.ts'

export type Ladder = Pick<Settings, 'warnAt' | 'cheaperAt' | 'cheaperModel' | 'fallbackMessage'>

export interface BudgetsSeen extends Budgets {
  ladder: Ladder
}

/** The rest of the screen works without them: an error is shown in their place. */
export async function readBudgets(site: string, signal: AbortSignal): Promise<BudgetsSeen | Refusal> {
  try {
    const [budgets, { live }] = await Promise.all([
      ask('readBudgets', { site, signal }),
      ask('readOwnSite', { site, signal }),
    ])
    return { ...budgets, ladder: live }
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** 1 is the limit; more if it is exceeded. Reserved amounts count, because the Worker must not promise them twice. */
export const partOf = ({ used, reserved, most }: Budget): number => (used + reserved) / most

/** The one closest to its limit. */
export const nearest = (budgets: readonly Budget[]): Budget | null =>
  budgets.reduce<Budget | null>((found, one) => (found && partOf(found) >= partOf(one) ? found : one), null)

/** When everything used has been reset; null if nothing is used. */
export const opensAgain = (budgets: readonly Budget[]): string | null =>
  budgets
    .filter(({ used, most }) => used >= most)
    .map(({ resetsAt }) => resetsAt)
    .toSorted()
    .at(-1) ?? null

export interface Rung {
  step: Exclude<BudgetStep, 'open'>
  /** Percent of a limit. */
  at: number
  state: 'past' | 'now' | 'coming'
}

/** What happens at which percentage, in that order. */
export function rungsOf({ budgets, step, ladder }: BudgetsSeen): Rung[] {
  const { warnAt, cheaperAt, cheaperModel, fallbackMessage } = ladder
  const end = fallbackMessage === '' ? 'closed' : 'fallback'
  // A fallback message is shown once in a conversation, which is then closed: on the ladder they are one step.
  const now = step === 'closed' || step === 'fallback' ? end : step
  const used = Math.max(0, ...budgets.map(partOf)) * 100
  const rung = (step: Rung['step'], at: number): Rung => ({
    step,
    at,
    state: step === now ? 'now' : at <= used && step !== end ? 'past' : 'coming',
  })
  return [
    rung('warned', warnAt),
    ...(cheaperModel === '' ? [] : [rung('cheaper', cheaperAt)]),
    rung(end, 100),
  ].toSorted((one, other) => one.at - other.at)
}
