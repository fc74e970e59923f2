import { describe, expect, test } from 'vitest'
import type { LogEntry } from '../../../worker/base/log.ts'
import { adapting, Learned } from '../../../worker/providers/adapt.ts'
import type { ProviderRequest } from '../../../worker/providers/call.ts'
import { dialectOf } from '../../../worker/providers/dialects.ts'
import type { Provider } from '../../../worker/providers/provider-list.ts'

const provider: Provider = {
  name: 'p',
  baseUrl: 'https://api.example/v1',
  key: 'k',
  dialect: dialectOf('compatible'),
  model: 'm',
  models: {},
  reasoning: [],
  apiVersion: '',
  gatewayToken: '',
}
const body = {
  model: 'm',
  messages: [
    { role: 'system', content: 'be brief' },
    { role: 'system', content: 'notes' },
    { role: 'user', content: 'where?' },
    { role: 'assistant', content: 'here' },
    { role: 'user', content: 'sure?' },
  ],
  stream_options: { include_usage: true },
}

type Asked = ProviderRequest['body']

function adapted(answer: (asked: Asked) => Response | Promise<Response>) {
  const log: LogEntry[] = []
  const asked: Asked[] = []
  const call = adapting(
    async (_, { body }) => {
      asked.push(body)
      return answer(body)
    },
    { learned: new Learned(), log: (entry) => log.push(entry) },
  )
  const ask = (sent: Asked = body) => call(provider, { model: 'm', body: sent }, new AbortController().signal)
  return { ask, asked, log }
}

const refusal = (text: string, status = 400) => new Response(text, { status })
const has = (asked: Asked, field: string) => field in asked

describe('a refusal', () => {
  test('that names nothing is asked once more, and what did not help is not remembered', async () => {
    const { ask, asked, log } = adapted(() => refusal('no'))
    const response = await ask()
    expect([response.status, await response.text()]).toEqual([400, 'no'])
    expect(asked.map((each) => has(each, 'stream_options'))).toEqual([true, false])
    expect(log).toEqual([])
  })

  test('of a provider that has taken such a request means something else', async () => {
    let answers = 0
    const { ask, asked } = adapted(() => ((answers += 1) === 1 ? new Response('ok') : refusal('too long')))
    await ask()
    expect((await ask()).status).toBe(400)
    expect(asked).toHaveLength(2)
  })

  test('of a busy or broken provider is not looked into', async () => {
    for (const status of [401, 429, 500, 503]) {
      const { ask, asked } = adapted(() => refusal('no', status))
      expect((await ask()).status).toBe(status)
      expect(asked).toHaveLength(1)
    }
  })

  test('whose text does not end is waited for shortly', async () => {
    const endless = () => new Response(new ReadableStream({ pull: () => new Promise(() => {}) }), { status: 422 })
    const { ask, asked } = adapted((sent) => (has(sent, 'stream_options') ? endless() : new Response('ok')))
    expect((await ask()).status).toBe(200)
    expect(asked).toHaveLength(2)
  })

  test('is never logged', async () => {
    const { ask, log } = adapted((sent) =>
      has(sent, 'stream_options') ? refusal('stream_options, said sk-made-up') : new Response('ok'),
    )
    await ask()
    expect(log).toEqual([{ event: 'upstream', provider: 'p', detail: 'refuses stream_options: tokens are estimated' }])
  })
})

test('instructions and notes go before the first question, and stay there', async () => {
  const { ask, asked } = adapted((sent) =>
    JSON.stringify(sent).includes('"system"') ? refusal('System role not supported', 500) : new Response('ok'),
  )
  await ask()
  await ask()
  const messages = [
    { role: 'user', content: 'be brief\n\nnotes\n\nwhere?' },
    { role: 'assistant', content: 'here' },
    { role: 'user', content: 'sure?' },
  ]
  expect(asked).toEqual([body, { ...body, messages }, { ...body, messages }])
})

test('instructions go before the parts of a first question that is a list', async () => {
  const { ask, asked } = adapted((sent) =>
    JSON.stringify(sent).includes('"system"') ? refusal('System role not supported', 500) : new Response('ok'),
  )
  const [brief, notes] = body.messages
  const parts = ['a page', 'where?'].map((text) => ({ type: 'text', text }))
  await ask({ ...body, messages: [brief, notes, { role: 'user', content: parts }] })
  const before = ['be brief', 'notes'].map((text) => ({ type: 'text', text }))
  expect(asked[1]).toEqual({ ...body, messages: [{ role: 'user', content: [...before, ...parts] }] })
})

test('what a program sends goes as it is', async () => {
  const sent = new Uint8Array([1])
  const { ask, asked } = adapted(() => refusal('stream_options'))
  expect((await ask(sent)).status).toBe(400)
  expect(asked).toEqual([sent])
})
