/**
 * `npm run bench:context`: what a conversation costs in prompt tokens, three ways: everything sent, a window that slides,
 * and ours (the Worker's own `fit` and `prompt`). Ends with 1 when ours misses its budgets. No network.
 *
 * `--budget=` is the site's `contextTokens`, `--seeds=` conversations are averaged (one of 500 turns); `--input=`, `--cached=` and `--output=`
 * are prices in dollars for a million tokens.
 */
import { parseArgs } from 'node:util'
import * as v from 'valibot'
import { siteSchema } from '../protocol/site.ts'
import { fit, room } from '../worker/context.ts'
import { prompt } from '../worker/prompt.ts'
import { estimate, exchangeTokens, MESSAGE_TOKENS } from '../worker/tokens.ts'
import type { Message } from '../worker/upstream/upstream.ts'
import { conversation, LANGUAGES, type Conversation, type Exchange, type Language } from './conversation.ts'

const TURNS = [5, 50, 500]
/** What 50 turns must show: prompt tokens against everything sent, and the part of them that a provider has cached. */
const MOST_SENT = 0.35
const LEAST_CACHED = 0.7
/** A turn of 500 against a turn of 50: the cost grows with the turns and not with their square. */
const MOST_GROWTH = 1.25

/** OpenAI caches beginnings of 1,024 tokens and more, in steps of 128: https://platform.openai.com/docs/guides/prompt-caching */
const CACHE_LEAST = 1024
const CACHE_STEP = 128

const { values } = parseArgs({
  options: {
    budget: { type: 'string' },
    seeds: { type: 'string', default: '10' },
    input: { type: 'string', default: '0.40' },
    cached: { type: 'string', default: '0.10' },
    output: { type: 'string', default: '1.60' },
  },
})
const defaults = v.parse(siteSchema, values.budget === undefined ? {} : { contextTokens: Number(values.budget) })
const MILLION = 1_000_000
const price = {
  input: Number(values.input) / MILLION,
  cached: Number(values.cached) / MILLION,
  output: Number(values.output) / MILLION,
}

interface Sum {
  turns: number
  prompt: number
  cached: number
  output: number
  /** The largest prompt. */
  most: number
}

/** What goes into the prompt of turn `turn`, 0 being the first. */
type Strategy = (talk: Conversation) => (turn: number, question: string) => readonly Exchange[]

const everything: Strategy =
  ({ exchanges }) =>
  (turn) =>
    exchanges.slice(0, turn)

/** The newest exchanges that fit the same budget, chosen anew in every turn: with exact counts, which flatters it. */
const sliding: Strategy = ({ exchanges, persona, count }) => {
  const sizes = exchanges.map(({ question, answer }) => count(question) + count(answer) + 2 * MESSAGE_TOKENS)
  return (turn, question) => {
    let left = defaults.contextTokens - count(persona) - count(question) - 3 * MESSAGE_TOKENS
    let from = turn
    while (from > 0 && left - (sizes[from - 1] ?? 0) >= 0) left -= sizes[--from] ?? 0
    return exchanges.slice(from, turn)
  }
}

/** As the session does it, which reads and remembers in SQLite (worker/session/recollection.ts). */
const ours: Strategy = ({ exchanges, persona, count }) => {
  const sized = exchanges.map((exchange, index) => ({
    ...exchange,
    seq: index + 1,
    tokens: exchangeTokens({ ...exchange, usage: { completion_tokens: count(exchange.answer) } }),
  }))
  const space = room(defaults.contextTokens, estimate(persona) + 2 * MESSAGE_TOKENS)
  let keptFrom = 0
  return (turn, text) => {
    const question = estimate(text) + MESSAGE_TOKENS
    const fitted = fit({ room: space, exchanges: sized.slice(0, turn), keptFrom, question })
    keptFrom = fitted.keptFrom
    return fitted.kept
  }
}

const STRATEGIES: Readonly<Record<string, Strategy>> = {
  'everything sent': everything,
  'sliding window': sliding,
  ours,
}

function simulate(talk: Conversation, strategy: Strategy): Sum {
  const site = { ...defaults, instructions: talk.persona }
  const recall = strategy(talk)
  const sum: Sum = { turns: talk.exchanges.length, prompt: 0, cached: 0, output: 0, most: 0 }
  let before: Message[] = []
  for (const [turn, { question, answer }] of talk.exchanges.entries()) {
    const messages = prompt(site, { summary: '', exchanges: recall(turn, question) }, question)
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
  messages.reduce((sum, { content }) => sum + count(content) + MESSAGE_TOKENS, 0)

function commonBeginning(before: readonly Message[], now: readonly Message[]): number {
  const differs = now.findIndex(
    ({ role, content }, index) => role !== before[index]?.role || content !== before[index]?.content,
  )
  return differs < 0 ? now.length : differs
}

const cacheable = (common: number): number =>
  common < CACHE_LEAST ? 0 : CACHE_LEAST + Math.floor((common - CACHE_LEAST) / CACHE_STEP) * CACHE_STEP

function average(language: Language, turns: number, strategy: Strategy): Sum {
  // So many turns are their own average.
  const seeds = turns < 500 ? Number(values.seeds) : 1
  const mean: Sum = { turns, prompt: 0, cached: 0, output: 0, most: 0 }
  for (let seed = 1; seed <= seeds; seed += 1) {
    const sum = simulate(conversation(language, turns, seed), strategy)
    mean.prompt += sum.prompt / seeds
    mean.cached += sum.cached / seeds
    mean.output += sum.output / seeds
    mean.most = Math.max(mean.most, sum.most)
  }
  return mean
}

const dollars = ({ prompt, cached, output }: Sum): number =>
  (prompt - cached) * price.input + cached * price.cached + output * price.output
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const whole = (count: number): string => Math.round(count).toLocaleString('en')

console.log(
  `A prompt's budget is ${whole(defaults.contextTokens)} tokens; ${values.seeds} conversations each (one of 500 turns). ` +
    `Prices a million: ${values.input} input, ${values.cached} cached, ${values.output} output.\n`,
)
const misses: string[] = []
for (const language of LANGUAGES) {
  const rows: Record<string, Record<string, string>> = {}
  const perTurn = new Map<number, number>()
  for (const turns of TURNS) {
    const all = average(language, turns, everything)
    for (const [name, strategy] of Object.entries(STRATEGIES)) {
      const sum = strategy === everything ? all : average(language, turns, strategy)
      const sent = sum.prompt / all.prompt
      const cached = sum.cached / sum.prompt
      rows[`${turns} turns, ${name}`] = {
        'prompt tokens': whole(sum.prompt),
        'of everything': percent(sent),
        cacheable: percent(cached),
        'a turn': whole(sum.prompt / turns),
        'largest prompt': whole(sum.most),
        cost: `$${dollars(sum).toFixed(4)}`,
      }
      if (strategy !== ours) continue
      perTurn.set(turns, sum.prompt / turns)
      if (turns !== 50) continue
      if (sent > MOST_SENT) misses.push(`${language}: 50 turns send ${percent(sent)} of everything`)
      if (cached < LEAST_CACHED) misses.push(`${language}: ${percent(cached)} of 50 turns is cacheable`)
    }
  }
  console.log(language)
  console.table(rows)
  const growth = (perTurn.get(500) ?? Number.POSITIVE_INFINITY) / (perTurn.get(50) ?? 1)
  console.log(`Ours, a turn of 500 against a turn of 50: ${growth.toFixed(2)} ×\n`)
  if (growth > MOST_GROWTH) misses.push(`${language}: a turn grows ${growth.toFixed(2)} × from 50 to 500 turns`)
}
for (const miss of misses) console.error(`Missed: ${miss}.`)
process.exitCode = misses.length > 0 ? 1 : 0
