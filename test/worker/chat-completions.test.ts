import { describe, expect, inject, test } from 'vitest'
import { Failure, type FailureCode } from '../../protocol/failure.ts'
import { chatCompletions } from '../../worker/upstream/chat-completions.ts'
import type { Piece } from '../../worker/upstream/upstream.ts'

const request = { model: 'm', messages: [{ role: 'user' as const, content: 'where?' }] }
const deadlines = { firstByteSeconds: 0.4, silenceSeconds: 0.4, wholeSeconds: 3 }
const WHOLE = 'The capital of China is Beijing。'

interface Heard {
  text: string
  last: Piece | undefined
  failure: FailureCode | null
}

async function hear(script: string, signal = new AbortController().signal): Promise<Heard> {
  const upstream = chatCompletions({ baseUrl: `${inject('faultUpstream')}/${script}/v1/`, key: 'sk-test', deadlines })
  const heard: Heard = { text: '', last: undefined, failure: null }
  try {
    for await (const piece of upstream(request, signal)) {
      heard.text += piece.text
      heard.last = piece
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    heard.failure = error.code
  }
  return heard
}

describe('an answer that is whole', () => {
  test.for([
    'whole',
    'whole-as-json',
    'no-done-after-finish',
    'done-without-finish',
    'no-blank-line-at-the-end',
    'junk-after-done',
    'crlf',
    'cr',
    'bom-and-comments',
    'one-byte-writes',
    'slow',
  ])('%s', async (script) => {
    const { text, failure } = await hear(script)
    expect({ text, failure }).toEqual({ text: WHOLE, failure: null })
  })

  test('brings everything the API tells about it', async () => {
    const { last } = await hear('whole-as-json')
    expect(last?.completion).toEqual({
      completionId: 'chatcmpl-whole',
      model: 'fault',
      created: 1,
      finishReason: 'stop',
      usage: { prompt_tokens: 3, completion_tokens: 7, total_tokens: 10 },
    })
  })

  test('comes in steps while the provider is still speaking', async () => {
    const upstream = chatCompletions({ baseUrl: `${inject('faultUpstream')}/slow/v1`, key: '', deadlines })
    const pieces: string[] = []
    for await (const { text } of upstream(request, new AbortController().signal)) if (text) pieces.push(text)
    expect(pieces.length).toBeGreaterThanOrEqual(3)
    expect(pieces.join('')).toBe(WHOLE)
  })
})

test('a burst at the start holds back little of the slow words after it', async () => {
  const upstream = chatCompletions({ baseUrl: `${inject('faultUpstream')}/burst-then-slow/v1`, key: '', deadlines: {} })
  const pieces: string[] = []
  for await (const { text } of upstream(request, new AbortController().signal)) if (text) pieces.push(text)
  expect(pieces.join('')).toContain(`99 ${WHOLE}${WHOLE}${WHOLE}`)
  // 21 words come one by one after the burst: more than half of them are passed on as they come.
  const late = pieces.filter((text) => WHOLE.includes(text.trim()) && !/\d/.test(text))
  expect(late.length).toBeGreaterThan(10)
})

describe('an answer that broke off keeps its words and is not whole', () => {
  test.for<[string, FailureCode]>([
    ['end-without-finish', 'answer_cut'],
    ['end-inside-a-frame', 'answer_cut'],
    ['end-inside-a-character', 'answer_cut'],
    ['reset-mid-stream', 'upstream_unavailable'],
    ['malformed-frame', 'upstream_bad_reply'],
    ['error-frame', 'upstream_unavailable'],
    ['error-event', 'upstream_unavailable'],
    ['silence-mid-stream', 'upstream_timeout'],
  ])('%s is %s', async ([script, code]) => {
    const { text, failure } = await hear(script)
    expect({ text, failure }).toEqual({ text: WHOLE, failure: code })
  })
})

describe('no answer at all', () => {
  test.for<[string, FailureCode]>([
    ['status-400', 'upstream_refused'],
    ['status-401', 'upstream_key_refused'],
    ['status-402', 'upstream_no_credit'],
    ['status-403', 'upstream_key_refused'],
    ['status-404', 'upstream_model_unknown'],
    ['status-429', 'upstream_rate_limited'],
    ['status-500', 'upstream_unavailable'],
    ['status-503', 'upstream_unavailable'],
    ['redirect', 'upstream_bad_reply'],
    ['html', 'upstream_bad_reply'],
    ['json-without-choices', 'upstream_bad_reply'],
    ['reset-before-headers', 'upstream_unavailable'],
    ['headers-never', 'upstream_timeout'],
    ['empty', 'answer_cut'],
    ['role-only', 'answer_cut'],
  ])('%s is %s', async ([script, code]) => {
    const { text, failure } = await hear(script)
    expect({ text, failure }).toEqual({ text: '', failure: code })
  })

  test('a connection that is refused is upstream_unavailable', async () => {
    const upstream = chatCompletions({ baseUrl: 'http://127.0.0.1:9/v1', key: '', deadlines })
    await expect(upstream(request, new AbortController().signal).next()).rejects.toMatchObject({
      code: 'upstream_unavailable',
    })
  })

  test('a pause asked for by the provider is passed on', async () => {
    const upstream = chatCompletions({ baseUrl: `${inject('faultUpstream')}/status-429/v1`, key: '', deadlines })
    await expect(upstream(request, new AbortController().signal).next()).rejects.toMatchObject({ retryAfterSeconds: 7 })
  })
})

test('the caller’s own reason ends an answer, and comes out as it went in', async () => {
  const stop = new AbortController()
  const upstream = chatCompletions({ baseUrl: `${inject('faultUpstream')}/slow/v1`, key: '', deadlines })
  const heard: string[] = []
  const ask = async () => {
    for await (const { text } of upstream(request, stop.signal)) {
      heard.push(text)
      stop.abort('stopped')
    }
  }
  await expect(ask()).rejects.toBe('stopped')
  expect(heard).toHaveLength(1)
})
