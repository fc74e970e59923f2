import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUpstream, type Upstream } from '../../../demo/upstream.ts'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import { runWorker, words, type Running } from '../../support/running/running-worker.ts'

let upstream: Upstream
let worker: Running

beforeAll(async () => {
  upstream = await startUpstream({ chunksPerSecond: 200 })
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'some-model' })
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

test('the second question is sent to the provider with the persona and the first turn', async () => {
  const token = await worker.open()
  expect(words(await worker.ask(token, '中国首都在哪里'))).toBe('中国的首都是北京。')
  expect(words(await worker.ask(token, '人口是多少?'))).toContain('北京')

  const [first, second] = upstream.requests().slice(-2)
  expect(first?.messages).toEqual([
    { role: 'system', content: '你是一个上知天文下知地理的百晓生' },
    { role: 'user', content: '中国首都在哪里' },
  ])
  expect(second).toMatchObject({
    model: 'some-model',
    messages: [
      { role: 'system', content: '你是一个上知天文下知地理的百晓生' },
      { role: 'user', content: '中国首都在哪里' },
      { role: 'assistant', content: '中国的首都是北京。' },
      { role: 'user', content: '人口是多少?' },
    ],
    temperature: 0.6,
    max_tokens: 1024,
    stream: true,
    stream_options: { include_usage: true },
  })
})

test('without the first turn, the same question is not about Beijing', async () => {
  expect(words(await worker.ask(await worker.open(), '人口是多少?'))).not.toContain('2185')
})

test('everything that the API returns about an answer is stored with its turn', async () => {
  const token = await worker.open()
  await worker.ask(token, '中国首都在哪里')
  const { turns }: SessionView = await (await worker.call('/v1/session', { token })).json()
  expect(turns).toEqual([
    {
      id: expect.any(String),
      seq: 1,
      attempt: 1,
      state: 'complete',
      failure: null,
      completionId: expect.stringMatching(/^chatcmpl-/),
      model: 'some-model',
      created: expect.any(Number),
      provider: 'default',
      finishReason: 'stop',
      usage: { prompt_tokens: 6, completion_tokens: 3, total_tokens: 9 },
      personaVersion: 0,
      createdAt: expect.stringMatching(/Z$/),
      attemptedAt: turns[0]?.createdAt,
      question: '中国首都在哪里',
      page: null,
      answer: '中国的首都是北京。',
      earlierAttempts: [],
      feedback: null,
      lastEventId: null,
    },
  ])
})

test('a visitor’s history is visible to nobody else', async () => {
  const [mine, other] = [await worker.open(), await worker.open()]
  await worker.ask(mine, '中国首都在哪里')
  expect(await (await worker.call('/v1/session', { token: other })).json()).toEqual({ turns: [] })
})

test('after “forget me” the token is refused and a new session is empty', async () => {
  const token = await worker.open()
  await worker.ask(token, '中国首都在哪里')
  expect((await worker.call('/v1/session', { method: 'DELETE', token })).status).toBe(204)
  const refused = await worker.call('/v1/session', { token })
  expect(refused.status).toBe(401)
  expect(await refused.json()).toMatchObject({ error: { code: 'session_forgotten' } })
  expect(await (await worker.call('/v1/session', { token: await worker.open() })).json()).toEqual({ turns: [] })
})

test('a visitor sees the public settings of a site and none of the private ones', async () => {
  const view = await (await worker.call('/v1/sites/demo')).json()
  expect(view).toMatchObject({
    name: '百晓生',
    starterPrompts: expect.any(Array),
    colorScheme: 'auto',
    pageContext: 'off',
    imageHosts: [],
  })
  expect(Object.keys(view)).not.toContain('instructions')
  expect(Object.keys(view)).not.toContain('allowedOrigins')
})
