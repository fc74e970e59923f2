/** The Chat Completions endpoint on the wire: who may use it, what goes out, what comes back. */
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { isRecord } from '../../../protocol/record.ts'
import { PROGRAM_BODY_BYTES } from '../../../protocol/sizes.ts'
import { newAddress } from '../../support/browser/owner-console.ts'
import { PATIENT } from '../../support/sampling/patient.ts'
import { startProgramUpstream, STREAM, WHOLE, type ProgramUpstream } from '../../support/upstreams/program-upstream.ts'
import { CANARY, OWNER_KEY, runWorker, type Call, type Running } from '../../support/running/running-worker.ts'

const COMPLETIONS = '/v1/chat/completions'

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

const complete = (body: unknown, call: Call = {}) =>
  worker.call(COMPLETIONS, { method: 'POST', token: OWNER_KEY, body, ...call })
const ask = (fields: object) => complete({ model: 'plain', messages: [{ role: 'user', content: 'where?' }], ...fields })
/** The fields that the upstream was sent last. */
const sentUpstream = (): unknown => JSON.parse(upstream.received.at(-1)?.body ?? '')
const code = async (response: Response): Promise<unknown> => {
  const body: unknown = await response.json()
  return isRecord(body) && isRecord(body['error']) ? body['error']['code'] : undefined
}
const logged = () => worker.log.map((line): unknown => JSON.parse(line))

describe('access', () => {
  test.for<[string, Call]>([
    ['nobody’s key', { headers: { authorization: '' } }],
    ['another key', { token: `${OWNER_KEY}x` }],
    ['the beginning of the key', { token: OWNER_KEY.slice(0, -1) }],
    ['another scheme', { headers: { authorization: `Basic ${OWNER_KEY}` } }],
    ['the provider’s key', { token: CANARY }],
  ])('%s is refused everywhere', async ([, call]) => {
    const before = upstream.received.length
    // Guesses are counted: each is somebody else's.
    const guess = (): Call => ({
      token: '',
      ...call,
      headers: { ...call.headers, 'cf-connecting-ip': newAddress() },
    })
    for (const response of [
      await complete({ model: 'plain', messages: [] }, guess()),
      await worker.call('/v1/models', guess()),
      await worker.call('/v1/models/site:demo', guess()),
    ]) {
      expect(response.status).toBe(401)
      expect(await response.json()).toEqual({
        error: { message: expect.any(String), type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
      })
    }
    expect(upstream.received).toHaveLength(before)
  })

  test('a visitor’s token is refused here, and the owner’s key is refused where visitors ask', async () => {
    const token = await worker.open()
    expect((await complete({ model: 'plain', messages: [] }, { token })).status).toBe(401)
    const body = { id: crypto.randomUUID(), text: 'where?' }
    for (const response of [
      await worker.call('/v1/turns', { method: 'POST', token: OWNER_KEY, body }),
      await worker.call('/v1/session', { token: OWNER_KEY }),
    ]) {
      expect(response.status).toBe(401)
      expect(await code(response)).toBe('token_invalid')
    }
  })

  test('no page may ask or read, not even one that a site allows', async () => {
    for (const response of [
      await worker.call(COMPLETIONS, { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }),
      await worker.call('/v1/models', { method: 'OPTIONS' }),
    ]) {
      expect(response.status).toBe(404)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
    for (const response of [await ask({}), await ask({ model: '' }), await worker.call('/v1/models')]) {
      expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  test('without an owner key nobody is let in, and the log says which secret is missing', async () => {
    const keyless = await runWorker({ OPENAI_BASE_URL: upstream.url, OWNER_KEY: '' })
    try {
      for (const token of ['', 'undefined', OWNER_KEY]) {
        const response = await keyless.call(COMPLETIONS, { method: 'POST', token, body: { model: 'plain' } })
        expect(response.status).toBe(503)
        expect(await response.text()).not.toContain('OWNER_KEY')
      }
      expect(keyless.log.join('\n')).toContain('npx wrangler secret put OWNER_KEY')
    } finally {
      await keyless.stop()
    }
  })
})

describe('what is sent to the provider', () => {
  test('for a model that is not a site: the body, byte for byte', async () => {
    const body =
      '{ "model":"first","model" : "plain",\n\t"messages":[{"role":"user","content":"\\u4e2d国"}], "seed":9223372036854775807,"temperature":1.0,"later":{"a":[1e400]} }'
    expect((await complete(body)).status).toBe(200)
    expect(upstream.received.at(-1)?.body).toBe(body)
  })

  test('the provider’s key instead of the owner’s, and none of the caller’s other headers', async () => {
    await complete({ model: 'plain', messages: [] }, { headers: { cookie: 'a=b', 'x-forwarded-for': '10.0.0.1' } })
    const { head = '' } = upstream.received.at(-1) ?? {}
    expect(head).toMatch(new RegExp(`^authorization: bearer ${CANARY}$`, 'im'))
    expect(head).not.toMatch(new RegExp(OWNER_KEY))
    expect(head).not.toMatch(/^(cookie|x-forwarded-for|origin):/im)
  })

  test('for a site: its persona first, its model, its sampling', async () => {
    expect((await ask({ model: 'site:demo' })).status).toBe(200)
    expect(sentUpstream()).toEqual({
      model: 'house-model',
      messages: [
        { role: 'system', content: '你是一个上知天文下知地理的百晓生' },
        { role: 'user', content: 'where?' },
      ],
      temperature: 0.6,
      max_tokens: 1024,
    })
  })

  test('for a site: the program’s values win, and its own system message comes after the persona’s', async () => {
    const messages = [
      { role: 'system', content: 'Answer in French.' },
      { role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] },
    ]
    const fields = { temperature: 0, max_completion_tokens: 7, tools: [], stream_options: null, later: { a: [null] } }
    await ask({ model: 'site:demo', messages, ...fields })
    expect(sentUpstream()).toEqual({
      model: 'house-model',
      messages: [{ role: 'system', content: '你是一个上知天文下知地理的百晓生' }, ...messages],
      ...fields,
    })
  })

  test('for a site: numbers keep their digits', async () => {
    await complete('{"model":"site:demo","messages":[],"seed":9223372036854775807}')
    expect(upstream.received.at(-1)?.body).toContain('"seed":9223372036854775807')
  })
})

describe('what is returned', () => {
  test('a stream, byte for byte', async () => {
    for (const model of ['plain', 'site:demo']) {
      const response = await ask({ model, stream: true })
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      expect(Buffer.from(await response.arrayBuffer()).equals(STREAM)).toBe(true)
    }
  })

  test('a whole answer, byte for byte, even if it arrived compressed', async () => {
    for (const model of ['plain', 'gzip']) expect(await (await ask({ model })).text()).toBe(WHOLE)
  })

  test('the headers that a program acts on, and none of the provider’s other headers', async () => {
    const { headers } = await ask({ model: 'headers' })
    expect(headers.get('x-upstream-request-id')).toBe('req_7')
    expect(headers.get('x-request-id')).toMatch(/^[\da-f]{8}-[\da-f]{4}$/)
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe('9')
    for (const name of ['set-cookie', 'openai-organization', 'server', 'cf-ray']) expect(headers.get(name)).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test.for([400, 404, 429, 500])('the provider’s own %d, with its own body', async (status) => {
    const response = await ask({ model: `status-${status}` })
    expect(response.status).toBe(status)
    expect(response.headers.get('retry-after')).toBe(status === 429 ? '0' : null)
    expect(await code(response)).toBe('no')
  })

  test.for<[string, number, string]>([
    ['status-401', 502, 'upstream_key_refused'],
    ['status-403', 502, 'upstream_key_refused'],
    ['quotes-the-request', 502, 'upstream_key_refused'],
    ['long-error', 502, 'upstream_bad_reply'],
    ['redirect', 502, 'upstream_bad_reply'],
    ['reset', 502, 'upstream_unavailable'],
  ])('%s becomes %d in our own words, with a line for the owner', async ([model, status, expected]) => {
    worker.log.length = 0
    const response = await ask({ model })
    expect(response.status).toBe(status)
    expect(response.headers.get('location')).toBeNull()
    const text = await response.text()
    expect(text).not.toContain('canary')
    expect(JSON.parse(text)).toMatchObject({ error: { code: expected, param: null, message: expect.any(String) } })
    await vi.waitFor(
      () => expect(logged()).toMatchObject([{ event: 'refusal', code: expected, mend: expect.any(String) }]),
      PATIENT,
    )
  })
})

test.for<[string, boolean]>([
  ['endless', true],
  ['silent', false],
])('a program that disconnects also ends the provider’s connection: %s', async ([model, stream]) => {
  const { hostname, port } = new URL(worker.url)
  const body = JSON.stringify({ model, messages: [], stream })
  const socket = connect(Number(port), hostname).on('error', () => {})
  socket.write(
    `POST ${COMPLETIONS} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${OWNER_KEY}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  await vi.waitFor(() => expect(upstream.received.at(-1)?.model).toBe(model), PATIENT)
  const hungUp = upstream.hungUp(model)
  // A connection that is merely closed on one side could still be listening.
  socket.resetAndDestroy()
  await hungUp
})

describe('a refused body', () => {
  /** JSON of exactly so many bytes. */
  const padded = (bytes: number) => {
    const body = JSON.stringify({ model: 'plain', messages: [], padding: '' })
    return body.replace('"padding":""', `"padding":"${'x'.repeat(bytes - body.length)}"`)
  }

  test.for<[string, unknown, number, string, string | null]>([
    ['nothing', '', 400, 'not_json', null],
    ['not JSON', '{"model":', 400, 'not_json', null],
    ['a number', '7', 400, 'invalid_body', null],
    ['null', 'null', 400, 'invalid_body', null],
    ['a list', '[]', 400, 'invalid_body', null],
    ['no model', { messages: [] }, 400, 'invalid_body', 'model'],
    ['an empty model', { model: '', messages: [] }, 400, 'invalid_body', 'model'],
    ['a model that is a list', { model: ['plain'], messages: [] }, 400, 'invalid_body', 'model'],
    ['a site without messages', { model: 'site:demo' }, 400, 'invalid_body', 'messages'],
    ['a site and messages that are a text', { model: 'site:demo', messages: 'hi' }, 400, 'invalid_body', 'messages'],
    ['a site that does not exist', { model: 'site:nobody', messages: [] }, 404, 'model_not_found', 'model'],
    ['an invalid site name', { model: 'site:../demo', messages: [] }, 404, 'model_not_found', 'model'],
    ['a body over 1 MiB', padded(PROGRAM_BODY_BYTES + 1), 413, 'body_too_large', null],
    [
      'brackets a mile deep',
      `{"model":"site:demo","messages":${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
      400,
      'not_json',
      null,
    ],
  ])('%s', async ([, body, status, expected, param]) => {
    const before = upstream.received.length
    const response = await complete(body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({
      error: { message: expect.any(String), type: 'invalid_request_error', param, code: expected },
    })
    expect(upstream.received).toHaveLength(before)
  })

  test('a body without its type, or sent as a form', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', '']) {
      const response = await complete({ model: 'plain', messages: [] }, { headers: { 'content-type': type } })
      expect(response.status).toBe(415)
    }
  })

  test('a missing body', async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await worker.call(COMPLETIONS, { method: 'POST', token: OWNER_KEY, headers })
    expect(response.status).toBe(400)
  })

  test('a body of exactly 1 MiB is accepted', async () => {
    expect((await complete(padded(PROGRAM_BODY_BYTES))).status).toBe(200)
    expect(upstream.received.at(-1)?.body).toHaveLength(PROGRAM_BODY_BYTES)
  })
})

test('without a provider the endpoint says so, and the log says which secret is missing', async () => {
  const unconnected = await runWorker({ OPENAI_API_KEY: '', OPENAI_BASE_URL: 'https://api.openai.com/v1' })
  try {
    const response = await unconnected.call(COMPLETIONS, {
      method: 'POST',
      token: OWNER_KEY,
      body: { model: 'site:demo', messages: [] },
    })
    expect(response.status).toBe(503)
    expect(await code(response)).toBe('upstream_not_configured')
  } finally {
    await unconnected.stop()
  }
})

test('models are the sites, then the provider’s, and each can be read by its name', async () => {
  const list = await worker.call('/v1/models', { token: OWNER_KEY })
  const entry = { object: 'model', created: 0 }
  const data = [
    { ...entry, id: 'site:demo', owned_by: 'inglenook' },
    { ...entry, id: 'house-model', owned_by: 'default' },
  ]
  expect(await list.json()).toEqual({ object: 'list', data })
  for (const path of ['site:demo', 'site%3Ademo']) {
    expect(await (await worker.call(`/v1/models/${path}`, { token: OWNER_KEY })).json()).toEqual(data[0])
  }
  for (const path of ['site:nobody', 'a/b', '%', 'house']) {
    const response = await worker.call(`/v1/models/${path}`, { token: OWNER_KEY })
    expect(response.status).toBe(404)
    expect(await code(response)).toBe('model_not_found')
  }
})

test('each call is one line in the log: ids, sizes and status, none of the text', async () => {
  worker.log.length = 0
  await ask({ model: 'headers', messages: [{ role: 'user', content: 'a-secret-question' }] })
  await ask({ model: 'site:demo', stream: true })
  await vi.waitFor(
    () =>
      expect(logged()).toEqual([
        {
          event: 'call',
          site: null,
          provider: 'default',
          status: 200,
          streamed: false,
          requestBytes: expect.any(Number),
          milliseconds: expect.any(Number),
          request: expect.stringMatching(/^[\da-f-]{13}$/),
          upstreamRequest: 'req_7',
        },
        expect.objectContaining({ event: 'call', site: 'demo', streamed: true }),
      ]),
    PATIENT,
  )
})

test('no key is in anything that was sent or logged', async () => {
  for (const model of ['plain', 'site:demo', 'status-401', 'quotes-the-request']) await (await ask({ model })).text()
  expect(worker.sent.length).toBeGreaterThan(50)
  const everything = [...worker.sent, ...worker.log].join('\n')
  expect(everything).not.toContain(CANARY)
  expect(everything).not.toContain(OWNER_KEY)
})
