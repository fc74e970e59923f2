/**
 * `npm run bench:context`: the cost of a conversation in prompt tokens, in three ways: sending everything, a sliding window,
 * and ours (the Worker's own `fit` and `prompt`). Exits with 1 if ours misses its budgets. No network.
 *
 * `--budget=` is the site's `contextTokens`; `--seeds=` is how many conversations to average (one of 500 turns); `--input=`,
 * `--cached=` and `--output=` are prices in dollars for a million tokens.
 */
import { parseArgs } from 'node:util'
import { LANGUAGES } from './history/conversation.ts'
import { growth, INGLENOOK, promptCosts, siteOf, type Sum } from './history/prompt-costs.ts'

/** Targets for 50 turns: prompt tokens compared with sending everything, and the share that a provider has cached. */
const MOST_SENT = 0.35
const LEAST_CACHED = 0.7
/** A turn of 500 compared with a turn of 50. */
const MOST_GROWTH = 1.25

const { values } = parseArgs({
  options: {
    budget: { type: 'string' },
    seeds: { type: 'string', default: '10' },
    input: { type: 'string', default: '0.40' },
    cached: { type: 'string', default: '0.10' },
    output: { type: 'string', default: '1.60' },
  },
})
const plan = {
  seeds: Number(values.seeds),
  ...(values.budget !== undefined && { contextTokens: Number(values.budget) }),
}
const MILLION = 1_000_000
const price = {
  input: Number(values.input) / MILLION,
  cached: Number(values.cached) / MILLION,
  output: Number(values.output) / MILLION,
}

const dollars = ({ prompt, cached, output }: Sum): number =>
  (prompt - cached) * price.input + cached * price.cached + output * price.output
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const whole = (count: number): string => Math.round(count).toLocaleString('en')

console.log(
  `A prompt's budget is ${whole(siteOf(plan).contextTokens)} tokens; ${values.seeds} conversations each (one of 500 turns). ` +
    `Prices a million: ${values.input} input, ${values.cached} cached, ${values.output} output.\n`,
)
const costs = promptCosts(plan)
const misses: string[] = []
for (const language of LANGUAGES) {
  const rows: Record<string, Record<string, string>> = {}
  for (const { strategy, sum, sent, cached } of costs.filter((cost) => cost.language === language)) {
    rows[`${sum.turns} turns, ${strategy}`] = {
      'prompt tokens': whole(sum.prompt),
      'of everything': percent(sent),
      cacheable: percent(cached),
      'a turn': whole(sum.prompt / sum.turns),
      'largest prompt': whole(sum.most),
      cost: `$${dollars(sum).toFixed(4)}`,
    }
    if (strategy !== INGLENOOK || sum.turns !== 50) continue
    if (sent > MOST_SENT) misses.push(`${language}: 50 turns send ${percent(sent)} of everything`)
    if (cached < LEAST_CACHED) misses.push(`${language}: ${percent(cached)} of 50 turns is cacheable`)
  }
  console.log(language)
  console.table(rows)
  const grown = growth(costs, language)
  console.log(`Ours, a turn of 500 against a turn of 50: ${grown.toFixed(2)} ×\n`)
  if (!(grown <= MOST_GROWTH)) misses.push(`${language}: a turn grows ${grown.toFixed(2)} × from 50 to 500 turns`)
}
for (const miss of misses) console.error(`Missed: ${miss}.`)
process.exitCode = misses.length > 0 ? 1 : 0
