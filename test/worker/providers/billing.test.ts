/** A provider that takes a question and gives no answer is paid all the same: such questions close a site as others do. */
import { env, runInDurableObject } from 'cloudflare:test'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { siteSchema } from '../../../protocol/site.ts'
import { kvHistoryCopies } from '../../../worker/session/lifecycle/history-copy.ts'
import { SessionObject } from '../../../worker/session/session-object.ts'
import { ledgerClient, type SiteLedgers } from '../../../worker/limits/ledger.ts'
import { NO_LIMITS } from '../../../worker/limits/limits.ts'
import { chatUpstream } from '../../../worker/providers/chat-upstream.ts'
import type { Deadlines } from '../../../worker/providers/deadline.ts'
import { CircuitBreaker } from '../../../worker/providers/circuit-breaker.ts'
import { callsOf, provider, scriptUrl } from '../support/provider.ts'
import { readEvents } from '../support/read-events.ts'
import { noSearch } from '../support/scripted-ledger.ts'

const TOKENS_PER_DAY = 2000
/** A question is more than these. */
const PROMPT = 80
const QUESTION = 'what nobody answers, at some length. '.repeat(10)

const ledgers: SiteLedgers = (name) =>
  ledgerClient((order) =>
    env.LEDGERS.getByName(name).fetch('https://ledger/', { method: 'POST', body: JSON.stringify(order) }),
  )

interface Site {
  name: string
  /** Of the providers, in the order that they are asked. */
  scripts: string[]
  deadlines?: Partial<Deadlines>
  tokensPerDay?: number
}

/** Asks until the site is closed, and says how often that was. */
async function askUntilClosed({ name, scripts, deadlines = {}, tokensPerDay = TOKENS_PER_DAY }: Site): Promise<number> {
  const session = crypto.randomUUID()
  return runInDurableObject(env.SESSIONS.getByName(`${name}:${session}`), async (_instance, { storage }) => {
    const providers = scripts.map((script, index) => provider({ name: `p${index}`, baseUrl: scriptUrl(script, name) }))
    const upstream = chatUpstream(() => providers, {
      circuitBreaker: new CircuitBreaker(),
      log: () => {},
      deadlines,
      pause: () => Promise.resolve(),
    })
    const object = new SessionObject({
      storage,
      historyCopies: kvHistoryCopies(env.HISTORY),
      ledgers,
      transcriptSearches: () => noSearch,
      dearestOf: () => ({ input: 1, output: 2 }),
      quoteOf: ({ model }) => ({ provider: 'p0', model, price: { input: 1, output: 2 } }),
      upstream,
      log: () => {},
      restart: () => {},
    })
    const settings = { ...NO_LIMITS, tokensPerDay, maxTokens: 200 }
    const site = v.parse(siteSchema(), settings)
    const holder = { site: name, session, issuedAt: Date.now() }
    try {
      for (let asked = 0; asked < 40; asked += 1) {
        const question = { id: crypto.randomUUID(), text: QUESTION }
        try {
          await readEvents(await object.run({ holder, order: { do: 'ask', site, question } }))
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
          expect(error).toMatchObject({ code: 'site_limit_reached', param: 'tokensPerDay' })
          return asked
        }
      }
      throw new Error('40 questions, and the site is open')
    } finally {
      await storage.deleteAll()
    }
  })
}

const used = async (name: string) => {
  const days = await ledgers(name).days('0000-01-01', '9999-12-31')
  return days.reduce((sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens, 0)
}

describe('a site is closed by questions', () => {
  const CASES: [string, Omit<Site, 'name'>][] = [
    ['that are filtered', { scripts: ['filter-without-words'] }],
    ['that are answered without a word', { scripts: ['finish-without-words'] }],
    ['that get no answer at all', { scripts: ['headers-never'], deadlines: { firstByteSeconds: 0.1 } }],
    ['that are only thought about', { scripts: ['thinking'], deadlines: { wholeSeconds: 0.2 } }],
  ]
  test.for(CASES)('%s', async ([, given]) => {
    const name = `site-${crypto.randomUUID()}`
    const asked = await askUntilClosed({ name, ...given })
    expect(asked).toBeGreaterThan(1)
    expect(await used(name)).toBeGreaterThanOrEqual(TOKENS_PER_DAY)
  })

  test('whose tries are lost: each is paid for, at each provider', async () => {
    const name = `site-${crypto.randomUUID()}`
    await askUntilClosed({ name, scripts: ['empty', 'end-after-role'] })
    const calls = [await callsOf('empty', name), await callsOf('end-after-role', name)]
    // Both are asked three times, until they rest.
    expect(Math.min(...calls)).toBeGreaterThanOrEqual(3)
    expect(await used(name)).toBeGreaterThan(calls.reduce((sum, each) => sum + each, 0) * PROMPT)
  })

  test('whose first provider takes them in vain, although the second one answers', async () => {
    const name = `site-${crypto.randomUUID()}`
    // The second one tells 3 and 7 tokens.
    const asked = await askUntilClosed({ name, scripts: ['end-after-role', 'with-usage'], tokensPerDay: 3 * PROMPT })
    expect(asked).toBe(1)
    expect(await used(name)).toBeGreaterThan(3 * PROMPT + 10)
  })
})
