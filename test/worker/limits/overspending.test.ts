/** Sixty conversations ask at once, in texts whose tokens nobody can guess: a limit is overspent by one reservation at most. */
import { env, runInDurableObject } from 'cloudflare:test'
import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { siteSchema } from '../../../protocol/site.ts'
import { kvHistoryCopies } from '../../../worker/session/lifecycle/history-copy.ts'
import { SessionObject } from '../../../worker/session/session-object.ts'
import { ledgerClient, type SiteLedger } from '../../../worker/limits/ledger.ts'
import { NO_LIMITS } from '../../../worker/limits/limits.ts'
import { utf8Bytes } from '../../../worker/base/tokens/estimate.ts'
import { noCompletion } from '../../../worker/providers/reply/completion.ts'
import { contentTokens } from '../../../worker/providers/message.ts'
import type { Upstream } from '../../../worker/providers/upstream.ts'
import { readEvents } from '../support/read-events.ts'
import { noSearch } from '../support/scripted-ledger.ts'

const SESSIONS = 60
const TOKENS_PER_DAY = 50_000
const MAX_TOKENS = 1000
const CHARACTERS = 3800
/** What role and separators are reserved with, besides the question. */
const FRAME = 30

const repeated = (text: string): string =>
  text
    .repeat(Math.ceil(CHARACTERS / text.length))
    .slice(0, CHARACTERS)
    .toWellFormed()

const TEXTS: [string, string][] = [
  ['Yi syllables', repeated(String.fromCodePoint(...Array.from({ length: 500 }, (_, index) => 0xa000 + 2 * index)))],
  ['blanks of Ogham', repeated('a\u1680\u205f\u1680')],
  ['families of emoji', repeated('👩\u200d👩\u200d👧\u200d👦')],
  ['English', repeated('The parcel takes three working days, and you can follow it. ')],
]

/** The worst that a tokenizer makes of a prompt, and all of an answer that may be made. */
const dear: Upstream = async function* ({ messages, sampling: { maxTokens = 0 } }) {
  const bytes = messages.reduce((sum, { content }) => sum + contentTokens(content, utf8Bytes), 0)
  const usage = { prompt_tokens: bytes, completion_tokens: maxTokens }
  yield { text: 'an answer', completion: { ...noCompletion(), finishReason: 'stop', usage } }
}

describe('sixty conversations at once overspend a limit by at most one reservation', () => {
  test.for(TEXTS)('in %s', async ([, text]) => {
    const name = `site-${crypto.randomUUID()}`
    const ledger: SiteLedger = ledgerClient((order) =>
      env.LEDGERS.getByName(name).fetch('https://ledger/', { method: 'POST', body: JSON.stringify(order) }),
    )
    const settings = { ...NO_LIMITS, tokensPerDay: TOKENS_PER_DAY, maxTokens: MAX_TOKENS, instructions: '' }
    const site = v.parse(siteSchema(), settings)
    const sessions = Array.from({ length: SESSIONS }, () => crypto.randomUUID())

    const inSession = <T>(session: string, act: (object: SessionObject) => Promise<T>): Promise<T> =>
      runInDurableObject(env.SESSIONS.getByName(`${name}:${session}`), (_instance, { storage }) =>
        act(
          new SessionObject({
            storage,
            historyCopies: kvHistoryCopies(env.HISTORY),
            ledgers: () => ledger,
            transcriptSearches: () => noSearch,
            dearestOf: () => ({ input: 1, output: 2 }),
            quoteOf: ({ model }) => ({ provider: 'p', model, price: null }),
            upstream: dear,
            log: () => {},
            restart: () => {},
          }),
        ),
      )
    const ask = (session: string): Promise<string> =>
      inSession(session, async (object) => {
        const question = { id: crypto.randomUUID(), text }
        const holder = { site: name, session, issuedAt: Date.now() }
        try {
          await readEvents(await object.run({ holder, order: { do: 'ask', site, question } }))
          return 'answered'
        } catch (error) {
          return error instanceof Failure ? error.code : String(error)
        }
      })
    const used = async () => {
      const days = await ledger.days('0000-01-01', '9999-12-31')
      return days.reduce((sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens, 0)
    }

    const told: string[] = []
    do {
      told.push(...(await Promise.all(sessions.map(ask))))
      vi.useFakeTimers({ now: Date.now() + 15_000, toFake: ['Date'] })
      await Promise.all(sessions.map((session) => inSession(session, (object) => object.alarm())))
      vi.useRealTimers()
    } while ((await used()) < TOKENS_PER_DAY)

    const reservation = utf8Bytes(text) + FRAME + MAX_TOKENS
    const answered = told.filter((code) => code === 'answered').length
    expect(new Set(told)).toEqual(new Set(['answered', 'busy']))
    expect(await used()).toBe(answered * (utf8Bytes(text) + MAX_TOKENS))
    expect((await used()) - TOKENS_PER_DAY).toBeLessThan(reservation)
    expect(await ask(crypto.randomUUID())).toBe('site_limit_reached')
  })
})
