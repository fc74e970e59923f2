/** What is sent, byte for byte: the upstream of these tests answers with the request it got. */
import { describe, expect, test } from 'vitest'
import { ask } from '../../../worker/providers/ask.ts'
import { dialectOf, type DialectName } from '../../../worker/providers/dialects.ts'
import type { Provider } from '../../../worker/providers/provider-list.ts'
import type { ChatRequest } from '../../../worker/providers/upstream.ts'
import { provider, scriptUrl } from '../support/provider.ts'

const everything: ChatRequest = {
  provider: '',
  model: '',
  messages: [
    { role: 'system', content: 'be brief' },
    { role: 'user', content: 'where?' },
  ],
  sampling: {
    temperature: 0.6,
    maxTokens: 100,
    topP: 0.9,
    presencePenalty: 0.1,
    frequencyPenalty: 0.2,
    stop: ['END'],
    seed: 7,
    reasoningEffort: 'low',
  },
}

interface Sent {
  line: string
  headers: string
  body: unknown
}

interface Asked extends Partial<Omit<Provider, 'dialect'>> {
  dialect: DialectName
}

async function send({ dialect, ...own }: Asked, model: string, request = everything): Promise<Sent> {
  const to = provider({ baseUrl: scriptUrl('echo'), dialect: dialectOf(dialect), ...own })
  const body = to.dialect.body(to, model, request)
  const signal = new AbortController().signal
  for await (const { text } of ask(to, { model, body }, { signal, deadlines: {} })) {
    const [head = '', sent = ''] = text.split('\r\n\r\n')
    const [line = '', ...headers] = head.split('\r\n')
    return { line, headers: headers.join('\n').toLowerCase(), body: JSON.parse(sent) }
  }
  return expect.unreachable('nothing came back')
}

const plainBody = {
  messages: everything.messages,
  temperature: 0.6,
  max_tokens: 100,
  top_p: 0.9,
  presence_penalty: 0.1,
  frequency_penalty: 0.2,
  stop: ['END'],
  seed: 7,
  stream: true,
  stream_options: { include_usage: true },
}
const reasoningBody = {
  messages: everything.messages,
  max_completion_tokens: 100,
  seed: 7,
  reasoning_effort: 'low',
  stream: true,
  stream_options: { include_usage: true },
}

describe('a body', () => {
  test.for<[DialectName, string]>([
    ['openai', 'gpt-4.1-mini'],
    ['openai', 'gpt-4o'],
    ['openai', 'gpt-5-chat-latest'],
    ['azure', 'my-deployment'],
    ['openrouter', 'anthropic/claude-sonnet-4.5'],
    ['workers-ai', '@cf/meta/llama-3.1-8b-instruct'],
    ['ai-gateway', 'openai/gpt-4.1-mini'],
    ['deepseek', 'deepseek-reasoner'],
    ['local', 'gemma3'],
    ['compatible', 'm'],
  ])('for %s’s %s has the sampling settings', async ([dialect, model]) => {
    expect((await send({ dialect }, model)).body).toEqual({ model, ...plainBody })
  })

  test.for<[DialectName, string]>([
    ['openai', 'o1'],
    ['openai', 'o3-mini'],
    ['openai', 'o4-mini-2025-04-16'],
    ['openai', 'gpt-5'],
    ['openai', 'gpt-5-mini'],
    ['openai', 'gpt-5.1'],
    ['openai', 'gpt-6-nano'],
    ['azure', 'gpt-5-mini'],
    ['ai-gateway', 'openai/o4-mini'],
  ])('for %s’s %s, which reasons, has what such models take', async ([dialect, model]) => {
    expect((await send({ dialect }, model)).body).toEqual({ model, ...reasoningBody })
  })

  test('with a question in parts has them as they are', async () => {
    const content = ['a page', 'where?'].map((text) => ({ type: 'text' as const, text }))
    const messages: ChatRequest['messages'] = [{ role: 'user', content }]
    const { body } = await send({ dialect: 'openai' }, 'gpt-4o', { ...everything, messages })
    expect(body).toEqual({ model: 'gpt-4o', ...plainBody, messages })
  })

  test('for a deployment that the configuration calls reasoning is the same', async () => {
    const { body } = await send({ dialect: 'azure', reasoning: ['thinker'] }, 'thinker')
    expect(body).toEqual({ model: 'thinker', ...reasoningBody })
  })

  test.for<DialectName>(['openrouter', 'local', 'deepseek'])(
    'of a reasoning model at %s keeps both',
    async (dialect) => {
      const { body } = await send({ dialect, reasoning: ['thinker'] }, 'thinker')
      expect(body).toEqual({ model: 'thinker', ...plainBody, reasoning_effort: 'low' })
    },
  )

  test('leaves out what is not set', () => {
    const { messages } = everything
    const request = { provider: '', model: '', messages, sampling: { stop: [] } }
    expect(dialectOf('compatible').body(provider(), 'm', request)).toEqual({
      model: 'm',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    })
  })
})

describe('an address and what opens it', () => {
  test.for<DialectName>(['openai', 'openrouter', 'workers-ai', 'ai-gateway', 'deepseek', 'local', 'compatible'])(
    '%s: the usual path, the key as a bearer',
    async (dialect) => {
      const { line, headers } = await send({ dialect }, 'm')
      expect(line).toBe('POST /echo/v1/chat/completions HTTP/1.1')
      expect(headers).toContain('authorization: bearer sk-test')
      expect(headers).toContain('content-type: application/json')
      expect(headers).not.toMatch(/api-key|cf-aig/)
    },
  )

  test('azure: the deployment in the path, the version in the query, the key in api-key', async () => {
    const baseUrl = scriptUrl('echo').replace(/\/v1$/, '')
    const { line, headers } = await send({ dialect: 'azure', baseUrl, apiVersion: '2025-01-01-preview' }, 'my gpt/4')
    expect(line).toBe(
      'POST /echo/openai/deployments/my%20gpt%2F4/chat/completions?api-version=2025-01-01-preview HTTP/1.1',
    )
    expect(headers).toContain('api-key: sk-test')
    expect(headers).not.toContain('authorization')
    expect((await send({ dialect: 'azure', baseUrl: `${baseUrl}/openai` }, 'd')).line).toBe(
      'POST /echo/openai/deployments/d/chat/completions?api-version=2024-10-21 HTTP/1.1',
    )
  })

  test('azure: the newer form, which has neither', async () => {
    expect((await send({ dialect: 'azure' }, 'd')).line).toBe('POST /echo/v1/chat/completions HTTP/1.1')
  })

  test('azure: a deployment cannot lead out of its path', async () => {
    const baseUrl = scriptUrl('echo').replace(/\/v1$/, '')
    await expect(send({ dialect: 'azure', baseUrl }, '..')).rejects.toMatchObject({ code: 'upstream_model_unknown' })
  })

  test('ai-gateway: its own token beside the provider’s key, or alone', async () => {
    const both = await send({ dialect: 'ai-gateway', gatewayToken: 'gate' }, 'openai/gpt-4.1-mini')
    expect(both.headers).toContain('cf-aig-authorization: bearer gate')
    expect(both.headers).toContain('\nauthorization: bearer sk-test')
    const alone = await send({ dialect: 'ai-gateway', gatewayToken: 'gate', key: '' }, 'openai/gpt-4.1-mini')
    expect(alone.headers).not.toMatch(/^authorization/m)
  })

  test('a provider without a key is told none', async () => {
    const { headers } = await send({ dialect: 'local', key: '' }, 'gemma3')
    expect(headers).not.toMatch(/authorization|api-key/)
  })

  test.for<DialectName>(['openai', 'azure', 'openrouter', 'workers-ai', 'deepseek'])(
    '%s without its key is not asked',
    async (dialect) => {
      await expect(send({ dialect, key: '' }, 'm')).rejects.toMatchObject({ code: 'upstream_not_configured' })
    },
  )
})
