/** The cost of a conversation in prompt tokens: sending everything, a sliding window, and ours. No network. */
import { isDeepStrictEqual } from 'node:util'
import * as v from 'valibot'
import { siteSchema, type Site } from '../../protocol/site.ts'
import { fit, room } from '../../worker/session/context/fit.ts'
import { prompt } from '../../worker/session/context/prompt.ts'
import { estimate } from '../../worker/base/tokens/estimate.ts'
import { exchangeTokens, MESSAGE_TOKENS } from '../../worker/base/tokens/exchange.ts'
import { contentTokens, type Message } from '../../worker/providers/message.ts'
import { conversation, LANGUAGES, type Conversation, type Exchange, type Language } from './conversation.ts'

const TURNS = [5, 50, 500]

/** OpenAI caches prefixes of 1,024 tokens and more, in steps of 128: https://platform.openai.com/docs/guides/prompt-caching */
const CACHE_LEAST = 1024
const CACHE_STEP = 128

export interface Plan {
  /** The site's `contextTokens`, or the default. */
  contextTokens?: number
  /** How many conversations are averaged (one of 500 turns). */
  seeds: number
}

export interface PromptCost {
  language: Language
  strategy: string
  sum: Sum
  /** The share of what sending everything would cost, and how much of it a provider has cached. */
  sent: number
  cached: number
}

/** The Worker's own `fit` and `prompt`. */
export const INGLENOOK = 'ours'

export const siteOf = ({ contextTokens }: Plan): Site =>
  v.parse(siteSchema(), contextTokens === undefined ? {} : { contextTokens })

/** For conversations of 5, 50 and 500 turns in each language. */
export function promptCosts(plan: Plan): PromptCost[] {
  const site = siteOf(plan)
  const costs: PromptCost[] = []
  for (const language of LANGUAGES) {
    for (const turns of TURNS) {
      const all = average(language, turns, everything, plan)
      for (const [strategy, choose] of Object.entries(strategies(site))) {
        const sum = choose === everything ? all : average(language, turns, choose, plan)
        costs.push({ language, strategy, sum, sent: sum.prompt / all.prompt, cached: sum.cached / sum.prompt })
      }
    }
  }
  return costs
}

/** Ours, a turn of 500 compared with a turn of 50: 1 if the cost is linear in the turns and not quadratic. */
export function growth(costs: readonly PromptCost[], language: Language): number {
  const perTurn = (turns: number) => {
    const found = costs.find(
      (cost) => cost.language === language && cost.strategy === INGLENOOK && cost.sum.turns === turns,
    )
    return found ? found.sum.prompt / turns : Number.NaN
  }
  return perTurn(500) / perTurn(50)
}

export interface Sum {
  turns: number
  prompt: number
  cached: number
  output: number
  /** The largest prompt. */
  most: number
}

/** The content of the prompt for turn `turn`; 0 is the first. */
type Strategy = (talk: Conversation) => (turn: number, question: string) => readonly Exchange[]

const everything: Strategy =
  ({ exchanges }) =>
  (turn) =>
    exchanges.slice(0, turn)

/** The newest exchanges that fit the same budget, chosen again in every turn. The exact counts make it look better. */
const sliding =
  (site: Site): Strategy =>
  ({ exchanges, persona, count }) => {
    const sizes = exchanges.map(({ question, answer }) => count(question) + count(answer) + 2 * MESSAGE_TOKENS)
    return (turn, question) => {
      let left = site.contextTokens - count(persona) - count(question) - 3 * MESSAGE_TOKENS
      let from = turn
      while (from > 0 && left - (sizes[from - 1] ?? 0) >= 0) left -= sizes[--from] ?? 0
      return exchanges.slice(from, turn)
    }
  }

/** Like the session, which reads from and writes to SQLite (worker/session/context/context-window.ts). */
const ours =
  (site: Site): Strategy =>
  ({ exchanges, persona, count }) => {
    const sized = exchanges.map((exchange, index) => ({
      ...exchange,
      seq: index + 1,
      tokens: exchangeTokens({ ...exchange, usage: { completion_tokens: count(exchange.answer) } }),
    }))
    const space = room(site.contextTokens, estimate(persona) + 2 * MESSAGE_TOKENS)
    let keptFrom = 0
    return (turn, text) => {
      const question = estimate(text) + MESSAGE_TOKENS
      const fitted = fit({ room: space, exchanges: sized.slice(0, turn), keptFrom, question })
      keptFrom = fitted.keptFrom
      return fitted.kept
    }
  }

const strategies = (site: Site): Readonly<Record<string, Strategy>> => ({
  'everything sent': everything,
  'sliding window': sliding(site),
  [INGLENOOK]: ours(site),
})

function simulate(talk: Conversation, strategy: Strategy, plan: Plan): Sum {
  const site = { ...siteOf(plan), instructions: talk.persona }
  const recall = strategy(talk)
  const sum: Sum = { turns: talk.exchanges.length, prompt: 0, cached: 0, output: 0, most: 0 }
  let before: Message[] = []
  for (const [turn, { question, answer }] of talk.exchanges.entries()) {
    const exchanges = recall(turn, question).map((each) => ({
      question: { text: each.question },
      answer: { text: each.answer },
    }))
    const messages = prompt(site, { summary: '', exchanges }, question)
    const size = tokens(messages, talk)
    sum.prompt += size
    sum.cached += cacheable(tokens(messages.slice(0, commonBeginning(before, messages)), talk))
    sum.output += talk.count(answer)
    sum.most = Math.max(sum.most, size)
    before = messages
  }
  return sum
}

const tokens = (messages: readonly Message[], { count }: Conversation): number =>
  messages.reduce((sum, { content }) => sum + contentTokens(content, count) + MESSAGE_TOKENS, 0)

function commonBeginning(before: readonly Message[], now: readonly Message[]): number {
  const differs = now.findIndex((message, index) => !isDeepStrictEqual(message, before[index]))
  return differs < 0 ? now.length : differs
}

const cacheable = (common: number): number =>
  common < CACHE_LEAST ? 0 : CACHE_LEAST + Math.floor((common - CACHE_LEAST) / CACHE_STEP) * CACHE_STEP

function average(language: Language, turns: number, strategy: Strategy, plan: Plan): Sum {
  // With this many turns, one conversation is its own average.
  const seeds = turns < 500 ? plan.seeds : 1
  const mean: Sum = { turns, prompt: 0, cached: 0, output: 0, most: 0 }
  for (let seed = 1; seed <= seeds; seed += 1) {
    const sum = simulate(conversation(language, turns, seed), strategy, plan)
    mean.prompt += sum.prompt / seeds
    mean.cached += sum.cached / seeds
    mean.output += sum.output / seeds
    mean.most = Math.max(mean.most, sum.most)
  }
  return mean
}
