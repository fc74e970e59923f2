import { env, runInDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import * as v from 'valibot'
import { describe, expect, test, vi } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { siteSchema } from '../../../protocol/site.ts'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import { kvHistoryCopies } from '../../../worker/session/lifecycle/history-copy.ts'
import { SessionObject } from '../../../worker/session/session-object.ts'
import type { SessionRef, SessionCommand } from '../../../worker/session/command.ts'
import { PATIENT } from '../../support/sampling/patient.ts'
import { noSearch, noLedger } from '../support/scripted-ledger.ts'
import { readEvents, words } from '../support/read-events.ts'
import { scriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts'

const site = v.parse(siteSchema(), {})
const DAY = 24 * 60 * 60 * 1000

interface Session extends ScriptedUpstream {
  run(order: SessionCommand): Promise<Response>
  ask(text: string, id?: string): Promise<Response>
  history(): Promise<SessionView['turns']>
  object: SessionObject
  holder: SessionRef
  storage: DurableObjectStorage
  /** When the object asked to be restarted. */
  restarts: number[]
  /** The same storage under a new object, as after a crash. */
  reborn(): SessionObject
}

/** A session on the real storage of a real Durable Object, with an upstream that is told what to say. */
async function withSession(test: (session: Session) => Promise<void>): Promise<void> {
  const holder: SessionRef = {
    site: 'demo',
    session: crypto.randomUUID(),
    issuedAt: Date.now(),
  }
  const stub = env.SESSIONS.getByName(`demo:${holder.session}`)
  await runInDurableObject(stub, async (_instance, { storage }) => {
    const script = scriptedUpstream()
    const restarts: number[] = []
    const born = () =>
      new SessionObject({
        storage,
        historyCopies: kvHistoryCopies(env.HISTORY),
        ledgers: () => noLedger,
        transcriptSearches: () => noSearch,
        dearestOf: () => ({ input: 1, output: 2 }),
        quoteOf: ({ model }) => ({ provider: null, model, price: null }),
        upstream: script.upstream,
        log: () => {},
        restart: () => restarts.push(Date.now()),
      })
    const object = born()
    const run = (order: SessionCommand) => object.run({ holder, order })
    await test({
      ...script,
      run,
      object,
      holder,
      storage,
      restarts,
      reborn: born,
      ask: (text, id = crypto.randomUUID()) => run({ do: 'ask', site, question: { id, text } }),
      history: async () => (await (await run({ do: 'history' })).json<SessionView>()).turns,
    })
    // The stub's own object would go on with what is left here.
    await storage.deleteAll()
  })
}

const stored = (holder: SessionRef) => env.HISTORY.get<SessionView>(`history:${holder.site}:${holder.session}`, 'json')

describe('a turn', () => {
  test('is accepted, grows and is done', () =>
    withSession(async ({ ask, say, finish }) => {
      const response = await ask('中国首都在哪里')
      say('中国的首都')
      say('是北京。')
      finish()
      const read = await readEvents(response)
      expect(read.map(({ id, event }) => `${id} ${event}`)).toEqual([
        '1.0 accepted',
        '1.1 delta',
        '1.2 delta',
        '1.3 done',
      ])
      expect(words(read)).toBe('中国的首都是北京。')
      expect(read.at(-1)?.data).toMatchObject({
        turn: { seq: 1, attempt: 1, state: 'complete', finishReason: 'stop', model: 'scripted', failure: null },
      })
    }))

  test('sends the persona, the earlier turns in order and the new question', () =>
    withSession(async ({ ask, say, finish, requests }) => {
      say('中国的首都是北京。')
      finish()
      await readEvents(await ask('中国首都在哪里'))
      say('约 2185 万。')
      finish()
      await readEvents(await ask('人口是多少?'))
      expect(requests[1]).toEqual({
        provider: '',
        model: '',
        messages: [
          { role: 'system', content: '你是一个上知天文下知地理的百晓生' },
          { role: 'user', content: '中国首都在哪里' },
          { role: 'assistant', content: '中国的首都是北京。' },
          { role: 'user', content: '人口是多少?' },
        ],
        sampling: { temperature: 0.6, maxTokens: 1024 },
      })
    }))

  test('sent twice is one turn, and both pages get all of it', () =>
    withSession(async ({ ask, say, finish, requests, history }) => {
      const id = crypto.randomUUID()
      const first = await ask('once', id)
      say('one ')
      const second = await ask('once', id)
      say('answer')
      finish()
      const [a, b] = await Promise.all([readEvents(first), readEvents(second)])
      expect(a).toEqual(b)
      expect(requests).toHaveLength(1)
      expect(await history()).toHaveLength(1)
    }))

  test('with a used id and a different text is refused', () =>
    withSession(async ({ ask, say, finish }) => {
      const id = crypto.randomUUID()
      say('x')
      finish()
      await readEvents(await ask('one thing', id))
      await expect(ask('another', id)).rejects.toMatchObject({ code: 'turn_conflict' })
    }))

  test('continues when the page that asked has gone', () =>
    withSession(async ({ ask, say, finish, history }) => {
      const response = await ask('long question')
      say('the first words ')
      await response.body?.cancel()
      say('and the last')
      finish()
      await vi.waitFor(async () => expect((await history())[0]?.state).toBe('complete'), PATIENT)
      expect((await history())[0]?.answer).toBe('the first words and the last')
    }))

  test('that the visitor stops keeps the text so far', () =>
    withSession(async ({ run, ask, say, history }) => {
      const id = crypto.randomUUID()
      const response = await ask('tell me everything', id)
      say('Once upon a time')
      await vi.waitFor(async () => expect((await history())[0]?.answer).toBe('Once upon a time'), PATIENT)
      const stopped = await (await run({ do: 'stop', id })).json()
      expect(stopped).toMatchObject({ turn: { state: 'stopped' } })
      expect((await readEvents(response)).at(-1)).toMatchObject({ event: 'done', data: { turn: { state: 'stopped' } } })
      expect(await history()).toMatchObject([{ state: 'stopped', answer: 'Once upon a time' }])
    }))

  test('whose answer breaks off is interrupted; without a word it has failed', () =>
    withSession(async ({ ask, say, fail, history }) => {
      say('half an ans')
      fail(new Failure('answer_cut'))
      expect((await readEvents(await ask('first'))).at(-1)).toMatchObject({
        event: 'failed',
        data: { error: { code: 'answer_cut', type: 'upstream_error', param: null }, turn: { state: 'interrupted' } },
      })
      fail(new Failure('upstream_rate_limited'))
      expect((await readEvents(await ask('second'))).at(-1)).toMatchObject({
        event: 'failed',
        data: { error: { code: 'upstream_rate_limited' }, turn: { state: 'failed' } },
      })
      expect((await history()).map(({ question, answer, state }) => ({ question, answer, state }))).toEqual([
        { question: 'first', answer: 'half an ans', state: 'interrupted' },
        { question: 'second', answer: '', state: 'failed' },
      ])
    }))

  test('that ends without a word is not an answer', () =>
    withSession(async ({ ask, finish }) => {
      finish()
      expect((await readEvents(await ask('anything?'))).at(-1)).toMatchObject({
        event: 'failed',
        data: { error: { code: 'upstream_bad_reply' } },
      })
    }))
})

describe('retry', () => {
  test('is another attempt at the same turn; the earlier answer stays readable', () =>
    withSession(async ({ run, ask, say, finish, history, requests }) => {
      const id = crypto.randomUUID()
      say('first try')
      finish()
      await readEvents(await ask('why?', id))
      say('second try')
      finish()
      const read = await readEvents(await run({ do: 'retry', site, id, attempt: 2, text: null }))
      expect(read.map((event) => event.id)).toEqual(['1.3', '1.4', '1.5'])
      expect(await history()).toMatchObject([
        {
          seq: 1,
          attempt: 2,
          answer: 'second try',
          earlierAttempts: [{ attempt: 1, state: 'complete', answer: 'first try' }],
        },
      ])
      expect(requests[1]?.messages.map(({ content }) => content)).toEqual([site.instructions, 'why?'])
    }))

  test('sent twice makes one attempt', () =>
    withSession(async ({ run, ask, say, finish, requests }) => {
      const id = crypto.randomUUID()
      say('first try')
      finish()
      await readEvents(await ask('why?', id))
      const again = () => run({ do: 'retry', site, id, attempt: 2, text: null })
      const both = [await again(), await again()]
      say('second try')
      finish()
      const read = await Promise.all(both.map(readEvents))
      expect(read[0]).toEqual(read[1])
      expect(requests).toHaveLength(2)
    }))
})

describe('the queue', () => {
  test('answers questions one at a time, in order; the fourth is told to wait', () =>
    withSession(async ({ ask, say, finish, requests, history }) => {
      const responses = [await ask('one'), await ask('two'), await ask('three')]
      await expect(ask('four')).rejects.toMatchObject({ code: 'busy', retryAfterSeconds: 2 })
      expect((await history()).map(({ state }) => state)).toEqual(['streaming', 'queued', 'queued'])
      for (const answer of ['1', '2', '3']) {
        say(answer)
        finish()
      }
      expect((await Promise.all(responses.map(readEvents))).map(words)).toEqual(['1', '2', '3'])
      expect(requests.map(({ messages }) => messages.at(-1)?.content)).toEqual(['one', 'two', 'three'])
      expect(requests[2]?.messages.map(({ content }) => content)).toEqual([
        site.instructions,
        'one',
        '1',
        'two',
        '2',
        'three',
      ])
    }))

  test('keeps the order of two questions that begin a session together', () =>
    withSession(async ({ ask, history }) => {
      await Promise.all([ask('one'), ask('two')])
      expect((await history()).map(({ question }) => question)).toEqual(['one', 'two'])
    }))

  test('a waiting turn can be stopped before its turn comes', () =>
    withSession(async ({ run, ask, say, finish, history }) => {
      const id = crypto.randomUUID()
      const first = await ask('one')
      const second = await ask('two', id)
      await run({ do: 'stop', id })
      expect((await readEvents(second)).at(-1)).toMatchObject({ event: 'done', data: { turn: { state: 'stopped' } } })
      say('1')
      finish()
      await readEvents(first)
      expect((await history()).map(({ state }) => state)).toEqual(['complete', 'stopped'])
    }))
})

test('a settled turn that is retried behind another one stays in memory while it waits and streams', () =>
  withSession(async ({ run, ask, say, finish, history }) => {
    const id = crypto.randomUUID()
    say('first try')
    finish()
    await readEvents(await ask('first', id))
    const second = await ask('second')
    const again = await run({ do: 'retry', site, id, attempt: 2, text: null })
    say('2')
    finish()
    await readEvents(second)
    say('another ')
    await vi.waitFor(
      async () => expect((await history())[0]).toMatchObject({ state: 'streaming', answer: 'another ' }),
      PATIENT,
    )
    const resumed = await run({ do: 'resume', id, after: null })
    say('try')
    finish()
    expect(words(await readEvents(again))).toBe('another try')
    expect(words(await readEvents(resumed))).toBe('another try')
  }))

describe('resume', () => {
  test('from every event sends the rest, none missing and none twice', () =>
    withSession(async ({ run, ask, say, finish }) => {
      const id = crypto.randomUUID()
      const response = await ask('count', id)
      for (let n = 0; n < 20; n += 1) say(`${n} `)
      finish()
      const whole = await readEvents(response)
      for (const [index, { id: after = null }] of whole.slice(0, -1).entries()) {
        const rest = await readEvents(await run({ do: 'resume', id, after }))
        expect(rest).toEqual(whole.slice(index + 1))
      }
    }))

  test('of a turn that is no longer in memory sends one snapshot', () =>
    withSession(async ({ ask, say, finish, reborn, holder }) => {
      const id = crypto.randomUUID()
      say('kept')
      finish()
      await readEvents(await ask('question', id))
      const read = await readEvents(await reborn().run({ holder, order: { do: 'resume', id, after: '1.0' } }))
      expect(read).toMatchObject([{ event: 'snapshot', data: { turn: { answer: 'kept', state: 'complete' } } }])
    }))
})

describe('a crash', () => {
  test('leaves the turn interrupted with the text at the last checkpoint, and the next turn works', () =>
    withSession(async ({ ask, say, reborn, holder, storage, history }) => {
      void ask('tell me')
      for (let n = 0; n < 25; n += 1) say(`${n} `)
      await vi.waitFor(async () => expect((await history())[0]?.answer).toContain('24 '), PATIENT)
      expect(storage.sql.exec('SELECT COUNT(*) AS rows FROM chunks').one()['rows']).toBeGreaterThanOrEqual(2)

      const after = reborn()
      const turns = async () =>
        (await (await after.run({ holder, order: { do: 'history' } })).json<SessionView>()).turns
      const [turn] = await turns()
      expect(turn).toMatchObject({ state: 'interrupted', failure: 'answer_cut' })
      expect(turn?.answer.startsWith(Array.from({ length: 20 }, (_, n) => `${n} `).join(''))).toBe(true)
    }))
})

describe('the history copy', () => {
  test('has the whole history after the alarm, with a time to live', () =>
    withSession(async ({ ask, say, finish, history, object, storage, holder }) => {
      say('北京。')
      finish()
      await readEvents(await ask('首都?'))
      expect(await storage.getAlarm()).not.toBeNull()
      vi.useFakeTimers({ now: Date.now() + 20_000, toFake: ['Date'] })
      try {
        await object.alarm()
      } finally {
        vi.useRealTimers()
      }
      expect((await stored(holder))?.turns).toEqual(await history())
      const { keys } = await env.HISTORY.list({ prefix: `history:demo:${holder.session}` })
      expect(keys[0]?.expiration).toBeGreaterThan(Date.now() / 1000 + 29 * 24 * 3600)
    }))

  test('restores the history in an object whose storage was dropped', () =>
    withSession(async ({ ask, say, finish, history, object, storage, holder, reborn, requests }) => {
      say('北京。')
      finish()
      await readEvents(await ask('首都?'))
      const before = await history()
      vi.useFakeTimers({ now: Date.now() + 20_000, toFake: ['Date'] })
      await object.alarm()
      vi.useRealTimers()
      await storage.deleteAll()

      const old = { ...holder, issuedAt: holder.issuedAt - DAY }
      const after = reborn()
      const turns = async () =>
        (await (await after.run({ holder: old, order: { do: 'history' } })).json<SessionView>()).turns
      expect(await turns()).toEqual(before)
      say('很多。')
      finish()
      const question = { id: crypto.randomUUID(), text: '人口?' }
      const read = await readEvents(await after.run({ holder: old, order: { do: 'ask', site, question } }))
      expect(read.at(-1)).toMatchObject({ event: 'done', data: { turn: { seq: 2 } } })
      expect(requests.at(-1)?.messages.map(({ content }) => content)).toEqual([
        site.instructions,
        '首都?',
        '北京。',
        '人口?',
      ])
    }))
})

describe('forget me', () => {
  test('leaves no text in the object or in KV, and the token is no longer valid', () =>
    withSession(async ({ run, ask, say, finish, object, storage, holder, history }) => {
      say('a secret answer')
      finish()
      await readEvents(await ask('a secret question'))
      vi.useFakeTimers({ now: Date.now() + 20_000, toFake: ['Date'] })
      await object.alarm()
      vi.useRealTimers()
      expect(await stored(holder)).not.toBeNull()
      await ask('another secret')
      say('on its way')

      expect((await run({ do: 'forget' })).status).toBe(204)
      expect(await stored(holder)).toBeNull()
      for (const table of ['turns', 'attempts', 'chunks']) {
        expect(storage.sql.exec(`SELECT * FROM ${table}`).toArray()).toEqual([])
      }
      expect(JSON.stringify([...storage.kv.list()])).not.toContain('secret')
      await expect(history()).rejects.toMatchObject({ code: 'session_forgotten' })
    }))
})

describe('erasing', () => {
  test('refuses questions while it is under way', () =>
    withSession(async ({ run, ask, say, storage }) => {
      await ask('first secret')
      say('on its way')
      const forgetting = run({ do: 'forget' })
      await expect(ask('second secret')).rejects.toMatchObject({ code: 'session_forgotten' })
      await forgetting
      expect(storage.sql.exec('SELECT * FROM turns').toArray()).toEqual([])
    }))

  test('that a crash interrupted is finished by the next object', () =>
    withSession(async ({ run, ask, say, finish, storage, reborn, holder }) => {
      say('a secret answer')
      finish()
      await readEvents(await ask('a secret question'))
      // As far as it gets before the first await.
      void run({ do: 'forget' })
      await Promise.resolve()
      const after = reborn()
      expect(storage.sql.exec('SELECT * FROM turns').toArray()).toEqual([])
      await expect(after.run({ holder, order: { do: 'history' } })).rejects.toMatchObject({ code: 'session_forgotten' })
    }))
})

test('a session from before prompts had a budget continues, with the sizes of its exchanges', () =>
  withSession(async ({ ask, say, finish, storage, reborn, holder, requests }) => {
    say('an old answer')
    finish()
    await readEvents(await ask('an old question'))
    for (const column of ['tokens', 'sized_again']) storage.sql.exec(`ALTER TABLE attempts DROP COLUMN ${column}`)
    const after = reborn()
    expect(storage.sql.exec('SELECT tokens FROM attempts').one()['tokens']).toBeGreaterThan(5)
    say('a new answer')
    finish()
    const question = { id: crypto.randomUUID(), text: 'a new question' }
    await readEvents(await after.run({ holder, order: { do: 'ask', site, question } }))
    expect(requests.at(-1)?.messages.map(({ content }) => content)).toContain('an old answer')
  }))

test('storage that cannot be written restarts the object instead of continuing with half the state', () =>
  withSession(async ({ ask, say, finish, storage, restarts }) => {
    await ask('question')
    say('answer')
    storage.sql.exec('DROP TABLE chunks; DROP TABLE attempts')
    finish()
    await vi.waitFor(() => expect(restarts.length).toBeGreaterThanOrEqual(1), PATIENT)
  }))

test('the Worker’s own object runs its alarm', async () => {
  const session = crypto.randomUUID()
  const stub = env.SESSIONS.getByName(`demo:${session}`)
  const holder: SessionRef = { site: 'demo', session, issuedAt: Date.now() }
  const send = (order: SessionCommand) =>
    stub.fetch('https://session/', { method: 'POST', body: JSON.stringify({ holder, order }) })
  const question = { id: crypto.randomUUID(), text: 'where?' }
  expect(words(await readEvents(await send({ do: 'ask', site, question })))).toBe('The capital of China is Beijing。')
  expect(await runDurableObjectAlarm(stub)).toBe(true)
})
