/** The programs' endpoint as programs use it: with OpenAI's own package, and with Vercel's. */
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, streamText } from 'ai'
import OpenAI, {
  AuthenticationError,
  BadRequestError,
  InternalServerError,
  NotFoundError,
  RateLimitError,
  type ClientOptions,
} from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startProgramUpstream, type ProgramUpstream } from '../../support/upstreams/program-upstream.ts'
import { OWNER_KEY, runWorker, type Running } from '../../support/running/running-worker.ts'

const ANSWER = '中国的首都是北京。'
const messages = [{ role: 'user', content: '中国首都在哪里' }] satisfies OpenAI.ChatCompletionMessageParam[]
const USAGE = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }

let upstream: ProgramUpstream
let worker: Running

beforeAll(async () => {
  upstream = await startProgramUpstream()
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'house-model' })
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

const openai = (options: ClientOptions = {}) =>
  new OpenAI({ baseURL: `${worker.url}/v1`, apiKey: OWNER_KEY, maxRetries: 0, ...options })
const sentUpstream = (): unknown => JSON.parse(upstream.received.at(-1)?.body ?? '')

describe('openai', () => {
  test('create', async () => {
    const completion = await openai().chat.completions.create({ model: 'plain', messages })
    expect(completion.choices[0]?.message.content).toBe(ANSWER)
    expect(completion.usage?.total_tokens).toBe(10)
  })

  test('create, streamed', async () => {
    const stream = await openai().chat.completions.create({
      model: 'site:demo',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = await Array.fromAsync(stream)
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(ANSWER)
    expect(chunks.at(-1)?.usage).toEqual(USAGE)
    expect(sentUpstream()).toMatchObject({ temperature: 0.6, stream: true, stream_options: { include_usage: true } })
  })

  test('the stream helper and its final completion', async () => {
    const stream = openai().chat.completions.stream({ model: 'plain', messages })
    const deltas: string[] = []
    stream.on('content', (delta) => deltas.push(delta))
    const completion = await stream.finalChatCompletion()
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: ANSWER } })
    expect(await stream.finalContent()).toBe(ANSWER)
    expect(deltas.join('')).toBe(ANSWER)
  })

  test('abort in the middle of a stream: the provider notices', async () => {
    const stream = await openai().chat.completions.create({ model: 'endless', messages, stream: true })
    let words = 0
    const hungUp = upstream.hungUp('endless')
    for await (const _chunk of stream) {
      words += 1
      if (words === 5) stream.controller.abort()
    }
    expect(words).toBeLessThan(50)
    await hungUp
  })

  test('tool calls, both ways', async () => {
    const tools = [
      { type: 'function', function: { name: 'population', parameters: { type: 'object', properties: {} } } },
    ] satisfies OpenAI.ChatCompletionTool[]
    const first = await openai().chat.completions.create({ model: 'tools', messages, tools, tool_choice: 'required' })
    expect(sentUpstream()).toEqual({ model: 'tools', messages, tools, tool_choice: 'required' })
    const message = first.choices[0]?.message
    expect(first.choices[0]?.finish_reason).toBe('tool_calls')
    expect(message?.tool_calls).toMatchObject([{ id: 'call_1', function: { name: 'population' } }])
    if (!message) return

    const answered = [...messages, message, { role: 'tool' as const, tool_call_id: 'call_1', content: '21 million' }]
    await openai().chat.completions.create({ model: 'site:demo', messages: answered, tools })
    expect(sentUpstream()).toMatchObject({ messages: [{ role: 'system' }, ...answered], tools })
  })

  test('JSON mode', async () => {
    const response_format = {
      type: 'json_schema' as const,
      json_schema: {
        name: 'place',
        strict: true,
        schema: { type: 'object', properties: { capital: { type: 'string' } } },
      },
    }
    const completion = await openai().chat.completions.parse({ model: 'json', messages, response_format })
    expect(completion.choices[0]?.message.parsed).toEqual({ capital: 'Beijing' })
    expect(sentUpstream()).toMatchObject({ response_format })
    await openai().chat.completions.create({ model: 'site:demo', messages, response_format: { type: 'json_object' } })
    expect(sentUpstream()).toMatchObject({ response_format: { type: 'json_object' }, temperature: 0.6 })
  })

  test.for([
    ['status-400', BadRequestError, { status: 400, code: 'no', param: 'temperature' }],
    ['status-404', NotFoundError, { status: 404, code: 'no' }],
    ['site:nobody', NotFoundError, { status: 404, code: 'model_not_found', param: 'model' }],
    ['status-429', RateLimitError, { status: 429, code: 'no' }],
    ['status-500', InternalServerError, { status: 500, code: 'no' }],
    ['status-401', InternalServerError, { status: 502, code: 'upstream_key_refused' }],
    ['reset', InternalServerError, { status: 502, code: 'upstream_unavailable' }],
  ] as const)('%s is its error class', async ([model, ErrorClass, expected]) => {
    const error: unknown = await openai()
      .chat.completions.create({ model, messages })
      .catch((error: unknown) => error)
    expect(error).toBeInstanceOf(ErrorClass)
    expect(error).toMatchObject(expected)
  })

  test('a wrong key is an AuthenticationError', async () => {
    const wrong = openai({ apiKey: 'ik-wrong' })
    for (const call of [() => wrong.chat.completions.create({ model: 'plain', messages }), () => wrong.models.list()]) {
      const error: unknown = await call().catch((error: unknown) => error)
      expect(error).toBeInstanceOf(AuthenticationError)
      expect(error).toMatchObject({ status: 401, code: 'invalid_api_key', type: 'invalid_request_error' })
    }
  })

  test('a busy provider is asked again after the time that it names', async () => {
    const before = upstream.received.length
    const completion = await openai({ maxRetries: 2 }).chat.completions.create({ model: 'busy-once', messages })
    expect(completion.choices[0]?.message.content).toBe(ANSWER)
    const [first, second, ...more] = upstream.received.slice(before)
    expect(more).toEqual([])
    // Its own patience would have been half a second.
    expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(950)
  })

  test('models', async () => {
    const listed = await Array.fromAsync(openai().models.list())
    expect(listed.map(({ id }) => id)).toEqual(['site:demo', 'house-model'])
    expect(await openai().models.retrieve('site:demo')).toMatchObject({ id: 'site:demo', object: 'model' })
    await expect(openai().models.retrieve('site:nobody')).rejects.toBeInstanceOf(NotFoundError)
  })
})

describe('@ai-sdk/openai-compatible', () => {
  const model = () =>
    createOpenAICompatible({ name: 'inglenook', baseURL: `${worker.url}/v1`, apiKey: OWNER_KEY })('site:demo')

  test('generateText', async () => {
    const { text, finishReason } = await generateText({ model: model(), prompt: '中国首都在哪里', maxRetries: 0 })
    expect(text).toBe(ANSWER)
    expect(finishReason).toBe('stop')
  })

  test('streamText', async () => {
    const result = streamText({ model: model(), prompt: '中国首都在哪里', maxRetries: 0 })
    expect((await Array.fromAsync(result.textStream)).join('')).toBe(ANSWER)
    expect(await result.finishReason).toBe('stop')
  })
})
