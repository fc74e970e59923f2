/** What providers do differently, and what becomes of it, in the built Worker over HTTP: `test/fixtures/providers/`. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import { QUIRKS, startQuirkyUpstream, WELL, type QuirkyUpstream } from '../../support/upstreams/provider-quirks.ts'
import { PAGE, runWorker, words, type Running } from '../../support/running/running-worker.ts'

const PERSONA = 'Be brief.'

let upstream: QuirkyUpstream
let worker: Running

beforeAll(async () => {
  upstream = await startQuirkyUpstream()
  const site = (model: string) => ({ allowedOrigins: [PAGE], model, instructions: PERSONA })
  const sites = Object.fromEntries(QUIRKS.map(({ name }) => [name, site(name)]))
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url }, { sites })
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

test.for(QUIRKS)('$name: $about', async ({ name, expected }) => {
  const token = await worker.open(name)
  const events = await worker.ask(token, 'Who are you?')
  const calls = upstream.asked(name).length
  // The line of a turn is written after its last event; the next turn begins after that line.
  await worker.ask(token, WELL)
  const { turns }: SessionView = await (await worker.call('/v1/session', { token })).json()
  const [{ answer: text, state, failure, finishReason } = expect.unreachable(), next] = turns

  expect({ text, state, failure, finishReason, calls }).toEqual(expected)
  expect(words(events)).toBe(text)
  const line = worker.log.map((line) => JSON.parse(line)).find(({ event, site }) => event === 'turn' && site === name)
  expect(line).toMatchObject({ state, code: failure, finishReason })

  // What it was is remembered: the provider is asked once, with nothing that it refuses, and reads no blanks.
  expect(next).toMatchObject({ answer: 'Well.', state: 'complete' })
  const later = upstream.asked(name).slice(calls)
  expect(later).toHaveLength(1)
  const said = later[0]?.messages.filter(({ role }) => role === 'assistant')
  expect(said).toEqual(text === '' ? [] : [{ role: 'assistant', content: text }])
})

test('without a system role, the instructions are sent with the first question, in every prompt', () => {
  const [, first, second] = upstream.asked('no-system-role')
  expect(first?.messages).toEqual([{ role: 'user', content: `${PERSONA}\n\nWho are you?` }])
  expect(second?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user'])
  expect(second?.messages[0]).toEqual(first?.messages[0])
  expect(second?.stream_options).toEqual({ include_usage: true })
})

test('what is learned about a provider is one line for the owner', () => {
  const learnt = worker.log
    .map((line) => JSON.parse(line))
    .filter(({ event, detail }) => event === 'upstream' && detail?.startsWith('refuses '))
  const tokens = { provider: 'default', detail: 'refuses stream_options: tokens are estimated' }
  const role = { provider: 'default', detail: 'refuses the role system: instructions go with the first question' }
  expect(learnt).toHaveLength(6)
  expect(learnt.filter(({ detail }) => detail === tokens.detail)).toMatchObject([tokens, tokens, tokens])
  expect(learnt.filter(({ detail }) => detail === role.detail)).toMatchObject([role, role, role])
})
