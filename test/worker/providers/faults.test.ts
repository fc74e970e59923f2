/** Walks the table of faults: each one, on a raw socket, through a real session. */
import { env, runInDurableObject } from 'cloudflare:test'
import * as v from 'valibot'
import { afterAll, describe, expect, test } from 'vitest'
import { siteSchema } from '../../../protocol/site.ts'
import type { LogEntry } from '../../../worker/base/log.ts'
import type { UsageRecord } from '../../../worker/limits/ledger.ts'
import type { TokenUsage } from '../../../worker/providers/pricing/token-usage.ts'
import { kvHistoryCopies } from '../../../worker/session/lifecycle/history-copy.ts'
import { SessionObject } from '../../../worker/session/session-object.ts'
import { ANSWER_CHARACTERS } from '../../../worker/providers/ask.ts'
import { chatUpstream } from '../../../worker/providers/chat-upstream.ts'
import type { Deadlines } from '../../../worker/providers/deadline.ts'
import { FAULTS, type Meaning } from '../../../worker/providers/reply/faults.ts'
import { CircuitBreaker } from '../../../worker/providers/circuit-breaker.ts'
import { callsOf, provider, scriptUrl } from '../support/provider.ts'
import { noSearch, noLedger } from '../support/scripted-ledger.ts'
import { readEvents, words } from '../support/read-events.ts'

const SITE = v.parse(siteSchema(), {})
const WHOLE = 'The capital of China is Beijing。'
/** Where nothing but a deadline ends it. Everything else has the usual ones, longer than any test: a busy machine is no fault. */
const DEADLINES: Readonly<Record<string, Partial<Deadlines>>> = {
  'headers-never': { firstByteSeconds: 0.3 },
  'header-drip': { firstByteSeconds: 0.3 },
  'stall-mid-stream': { silenceSeconds: 0.3 },
}
/** Where no script can speak, because nothing is reached. */
const NOWHERE: Readonly<Record<string, string>> = {
  'connection-refused': 'http://127.0.0.1:9/v1',
  'name-failure': 'http://no-such-name.invalid/v1',
}

const unhandled: unknown[] = []
addEventListener('unhandledrejection', ({ reason }) => unhandled.push(reason))

interface Faced {
  /** The turn that met the fault, then the next one. */
  turns: [Turn, Turn]
  log: LogEntry[]
  pauses: number[]
  /** What the receipt of the first turn says was used. */
  spent: TokenUsage
}

interface Turn {
  state: unknown
  failure: unknown
  answer: string
  provider: unknown
  /** Every event of it. */
  said: string
}

async function face(baseUrl: string, deadlines: Partial<Deadlines> = {}): Promise<Faced> {
  const session = crypto.randomUUID()
  return runInDurableObject(env.SESSIONS.getByName(`demo:${session}`), async (_instance, { storage }) => {
    const log: LogEntry[] = []
    const pauses: number[] = []
    const upstreamAt = (url: string, deadlines: Partial<Deadlines> = {}) =>
      chatUpstream(() => [provider({ baseUrl: url })], {
        circuitBreaker: new CircuitBreaker(),
        log: (entry) => log.push(entry),
        deadlines,
        pause: async (milliseconds) => void pauses.push(milliseconds),
      })
    let upstream = upstreamAt(baseUrl, deadlines)
    const historyCopies = kvHistoryCopies(env.HISTORY)
    const object = new SessionObject({
      storage,
      ledgers: () => noLedger,
      transcriptSearches: () => noSearch,
      dearestOf: () => ({ input: 1, output: 2 }),
      quoteOf: ({ model }) => ({ provider: null, model, price: null }),
      historyCopies,
      upstream: (...asked) => upstream(...asked),
      log: (entry) => log.push(entry),
      restart: () => expect.unreachable('storage was written'),
    })
    const holder = { site: 'demo', session, issuedAt: Date.now() }
    const site = SITE
    const turn = async (): Promise<Turn> => {
      const question = { id: crypto.randomUUID(), text: 'where?' }
      const events = await readEvents(await object.run({ holder, order: { do: 'ask', site, question } }))
      const head = v.parse(
        v.object({ turn: v.object({ state: v.unknown(), failure: v.unknown(), provider: v.unknown() }) }),
        events.at(-1)?.data,
      )
      return { ...head.turn, answer: words(events), said: JSON.stringify(events) }
    }
    const met = await turn()
    upstream = upstreamAt(scriptUrl('whole'))
    const turns: [Turn, Turn] = [met, await turn()]
    const { entry } = storage.sql.exec<{ entry: string }>('SELECT entry FROM receipts WHERE seq = 1').one()
    const { spent }: UsageRecord = JSON.parse(entry)
    await storage.deleteAll()
    return { turns, log, pauses, spent }
  })
}

afterAll(() => expect(unhandled).toEqual([]))

describe('every fault of the table', () => {
  test.for(Object.entries<Meaning>(FAULTS))('%s', async ([fault, { state, code, again, billed }]) => {
    const mark = crypto.randomUUID()
    const nowhere = NOWHERE[fault]
    const since = Date.now()
    const { turns, log, pauses, spent } = await face(nowhere ?? scriptUrl(fault, mark), DEADLINES[fault])
    const seconds = (Date.now() - since) / 1000
    const [met, next] = turns
    const calls = state === 'failed' && again === 'here' ? 3 : 1

    expect(met).toMatchObject({ state, failure: code })
    expect(met.answer.length > 0).toBe(state !== 'failed')
    expect(met.answer.length).toBeLessThanOrEqual(ANSWER_CHARACTERS)
    expect(pauses).toHaveLength(calls - 1)
    const told = log.filter(({ event }) => event === 'upstream')
    expect(told.map((entry) => entry.code)).toEqual(code === null ? [] : Array(calls).fill(code))
    expect(log.find(({ event }) => event === 'turn')).toMatchObject({ state, code })
    // What an upstream says of its own trouble is neither shown nor logged: it may quote the key, or somebody's question.
    expect(met.said + JSON.stringify(log)).not.toContain('sk-canary-in-an-upstream-error')
    if (nowhere === undefined) expect(await callsOf(fault, mark)).toBe(calls)

    // The column says what a try is paid for, and every try is. Words are paid for, whatever became of them.
    const { maxTokens } = SITE
    const isPaid = billed !== 'nothing' || met.answer !== ''
    expect(spent.promptTokens > 0).toBe(isPaid)
    if (!isPaid) expect(spent.completionTokens).toBe(0)
    else if (fault !== 'whole-as-json') {
      // 11 tokens of persona, question and separators, more or less.
      expect(spent.promptTokens / calls).toBeGreaterThan(8)
      expect(spent.promptTokens / calls).toBeLessThan(60)
    }
    if (billed === 'prompt and output') expect(spent.completionTokens).toBeGreaterThanOrEqual(maxTokens)
    // Without a word it is what may have been thought meanwhile.
    if (billed === 'prompt' && met.answer === '') expect(spent.completionTokens).toBeLessThanOrEqual(100 * seconds)

    expect(next).toMatchObject({ state: 'complete', failure: null, answer: WHOLE, provider: 'first' })
    expect(unhandled).toEqual([])
  })

  test('at least 20 of them say something of their own', async () => {
    const told = Object.keys(FAULTS).filter((fault) => !(fault in NOWHERE))
    const enough = new AbortController()
    let found = 0
    // Some never end: they are left as soon as the others have said enough.
    const reading = told.map(async (fault) => {
      const asked = fetch(`${scriptUrl(fault, crypto.randomUUID())}/chat/completions`, {
        method: 'POST',
        redirect: 'manual',
        body: '{}',
        signal: enough.signal,
      })
      const body = await asked.then((response) => response.text()).catch(() => '')
      if (body.includes('sk-canary-in-an-upstream-error')) found += 1
      if (found >= 20) enough.abort()
    })
    await Promise.all(reading)
    expect(found).toBeGreaterThanOrEqual(20)
  })

  test('there are 47 of them', () => {
    expect(Object.keys(FAULTS)).toHaveLength(47)
  })
})

test('a redirect is not followed: neither the key nor the question goes to an address that a provider names', async () => {
  await face(scriptUrl('redirect'))
  expect(await callsOf('redirect')).toBeGreaterThan(0)
  expect(await callsOf('stolen')).toBe(0)
})

describe('the pause before another try', () => {
  test('is half a second, then a second, and a little chance', async () => {
    const { pauses } = await face(scriptUrl('status-500'))
    expect(pauses[0]).toBeGreaterThanOrEqual(500)
    expect(pauses[0]).toBeLessThan(626)
    expect(pauses[1]).toBeGreaterThanOrEqual(1000)
    expect(pauses[1]).toBeLessThan(1251)
  })

  test('is what the provider asks for, in seconds', async () => {
    expect((await face(scriptUrl('status-429-seconds'))).pauses).toEqual([1000, 1000])
  })

  test('is what the provider asks for, until a date', async () => {
    for (const milliseconds of (await face(scriptUrl('status-429-date'))).pauses) {
      expect(milliseconds).toBeGreaterThanOrEqual(1000)
      expect(milliseconds).toBeLessThanOrEqual(9000)
    }
  })
})
