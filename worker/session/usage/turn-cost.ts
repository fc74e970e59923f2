import type { Question } from '../../../protocol/turn/question.ts'
import type { Site } from '../../../protocol/site.ts'
import { limitsSpend, limitsTokens, NOTHING, type Amount } from '../../limits/limits.ts'
import { costMicroUsd, type DearestOf } from '../../providers/pricing/price.ts'
import { NO_TOKENS, type TokenUsage } from '../../providers/pricing/token-usage.ts'
import { asked, type ContextWindow } from '../context/context-window.ts'

/** The most that a turn which begins now can use. */
export interface TurnCost {
  visitor: string | null
  version: number
  /** With the site's model, and with the cheaper one. */
  own: Amount
  cheaper: Amount
}

interface NextTurn {
  site: Site
  visitor: string | null
  seq: number | null
  question: Question
}

interface Dependencies {
  contextWindow: ContextWindow
  dearestOf: DearestOf
}

/** The site, asking its cheaper model. */
export const cheaper = (site: Site): Site => ({ ...site, model: site.cheaperModel })

export function turnCost(dependencies: Dependencies, turn: NextTurn): TurnCost {
  const { site, visitor } = turn
  const own = mostOf(dependencies, turn)
  const less = site.cheaperModel ? mostOf(dependencies, { ...turn, site: cheaper(site) }) : own
  return { visitor, version: site.version, own, cheaper: less }
}

/** The most that notes can use. */
export function notesCost(
  { dearestOf }: Pick<Dependencies, 'dearestOf'>,
  site: Site,
  { promptTokens, completionTokens }: Pick<TokenUsage, 'promptTokens' | 'completionTokens'>,
): Amount {
  if (!limitsTokens(site)) return NOTHING
  const tokens = promptTokens + completionTokens
  if (!limitsSpend(site)) return { turns: 0, tokens, microUsd: 0 }
  const price = dearestOf({ provider: site.upstream, model: site.summaryModel || site.model })
  const microUsd = costMicroUsd({ ...NO_TOKENS, promptTokens, completionTokens }, price) ?? 0
  return { turns: 0, tokens, microUsd }
}

/** Only of what is limited: the rest is not looked at. */
function mostOf({ contextWindow, dearestOf }: Dependencies, { site, seq, question }: NextTurn): Amount {
  if (!limitsTokens(site)) return { turns: 1, tokens: 0, microUsd: 0 }
  const prompt = contextWindow.atMost(site, seq, asked(site, question))
  const tokens = prompt + site.maxTokens
  if (!limitsSpend(site)) return { turns: 1, tokens, microUsd: 0 }
  const price = dearestOf({ provider: site.upstream, model: site.model })
  const used = { ...NO_TOKENS, promptTokens: prompt, completionTokens: site.maxTokens }
  return { turns: 1, tokens, microUsd: costMicroUsd(used, price) ?? 0 }
}
