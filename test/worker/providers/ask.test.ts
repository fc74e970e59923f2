import { describe, expect, test } from 'vitest'
import { Failure, type FailureCode } from '../../../protocol/failure.ts'
import { ask } from '../../../worker/providers/ask.ts'
import type { Piece } from '../../../worker/providers/upstream.ts'
import { provider, scriptUrl } from '../support/provider.ts'

const request = {
  model: 'm',
  body: { model: 'm', messages: [{ role: 'user', content: 'where?' }], stream: true },
}
const WHOLE = 'The capital of China is Beijing。'

interface Heard {
  text: string
  last: Piece | undefined
  failure: FailureCode | null
}

const asked = (script: string, signal = new AbortController().signal) =>
  ask(provider({ baseUrl: scriptUrl(script) }), request, { signal, deadlines: {} })

async function hear(script: string): Promise<Heard> {
  const heard: Heard = { text: '', last: undefined, failure: null }
  try {
    for await (const piece of asked(script)) {
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
    'done-without-finish',
    'no-blank-line-at-the-end',
    'crlf',
    'cr',
    'bom-and-comments',
    'one-byte-writes',
    'slow',
    'deepseek',
    'openrouter',
  ])('%s', async (script) => {
    const { text, failure } = await hear(script)
    expect({ text, failure }).toEqual({ text: WHOLE, failure: null })
  })

  test.for(['whole-as-json', 'with-usage'])('%s brings everything the API tells about it', async (script) => {
    const { last } = await hear(script)
    expect(last?.completion).toEqual({
      provider: 'first',
      completionId: expect.stringMatching(/^chatcmpl-/),
      model: 'fault',
      created: 1,
      finishReason: 'stop',
      usage: { prompt_tokens: 3, completion_tokens: 7, total_tokens: 10 },
    })
  })

  test('comes while the provider is still speaking', async () => {
    const mark = crypto.randomUUID()
    const { signal } = new AbortController()
    const from = provider({ baseUrl: scriptUrl('on-demand', mark) })
    const pieces: string[] = []
    for await (const { text } of ask(from, request, { signal, deadlines: {} })) {
      if (text === '') continue
      pieces.push(text)
      // It says no more until it is told to.
      if (pieces.length <= 2) await fetch(`${scriptUrl('go', mark)}/`, { method: 'POST' })
    }
    expect(pieces.slice(0, 2)).toEqual(['The ', 'capital '])
    expect(pieces.join('')).toBe(WHOLE)
  })
})

describe('an answer that is not in the table of faults', () => {
  test.for<[string, string, FailureCode]>([
    ['end-without-finish', WHOLE, 'answer_cut'],
    ['json-without-choices', '', 'upstream_bad_reply'],
    ['openrouter-busy', '', 'upstream_rate_limited'],
    ['openrouter-busy-mid-stream', WHOLE, 'upstream_rate_limited'],
    ['error-with-200', '', 'upstream_no_credit'],
  ])('%s', async ([script, text, failure]) => {
    expect(await hear(script)).toMatchObject({ text, failure })
  })
})

test('the caller’s own reason ends an answer, and comes out as it went in', async () => {
  const stop = new AbortController()
  const heard: string[] = []
  const listen = async () => {
    for await (const { text } of asked('slow', stop.signal)) {
      heard.push(text)
      stop.abort('stopped')
    }
  }
  await expect(listen()).rejects.toBe('stopped')
  expect(heard).toHaveLength(1)
})

test('a visitor who stops has not heard the end, although the last words brought a finish_reason', async () => {
  const stop = new AbortController()
  const listen = async () => {
    for await (const { text } of asked('silence-after-words-with-finish', stop.signal)) {
      expect(text).toBe('The ')
      setTimeout(() => stop.abort('stopped'))
    }
  }
  await expect(listen()).rejects.toBe('stopped')
})

test('such words are the end when nothing follows for as long as a provider may be silent', async () => {
  const { signal } = new AbortController()
  const from = provider({ baseUrl: scriptUrl('silence-after-words-with-finish') })
  const pieces = await Array.fromAsync(ask(from, request, { signal, deadlines: { silenceSeconds: 0.3 } }))
  expect(pieces.map(({ text }) => text)).toEqual(['The ', ''])
})

test.for(['reset-after-finish', 'silence-after-finish'])(
  '%s: the finish_reason was read, so the answer is whole',
  async (script) => {
    // The second one is silent for ever: the usual deadlines are longer than this test.
    const { text, failure, last } = await hear(script)
    expect({ text, failure }).toEqual({ text: WHOLE, failure: null })
    expect(last?.completion.finishReason).toBe('stop')
  },
)

test('the whole deadline holds also while nothing has come', async () => {
  const { signal } = new AbortController()
  const from = provider({ baseUrl: scriptUrl('headers-never') })
  const asking = ask(from, request, { signal, deadlines: { wholeSeconds: 0.3 } }).next()
  await expect(asking).rejects.toMatchObject({ code: 'upstream_timeout' })
})
