/** What comes after an answer, over HTTP: what the visitor thinks of it, and the question put otherwise. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { COMMENT_CHARACTERS, QUESTION_CHARACTERS } from '../../../protocol/sizes.ts'
import type { SessionView } from '../../../protocol/schemas/session.ts'
import type { Turn } from '../../../protocol/schemas/turn.ts'
import { PATIENT } from '../../support/sampling/patient.ts'
import { startProgramUpstream, type ProgramUpstream } from '../../support/upstreams/program-upstream.ts'
import { readEvents, runWorker, words, type Running } from '../../support/running/running-worker.ts'

const CANARY = 'canary-of-a-comment'

let upstream: ProgramUpstream
let worker: Running

beforeAll(async () => {
  upstream = await startProgramUpstream()
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url, OPENAI_MODEL: 'plain' })
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

interface Asked {
  token: string
  id: string
}

async function asked(text = 'where?'): Promise<Asked> {
  const [token, id] = [await worker.open(), crypto.randomUUID()]
  expect(words(await worker.ask(token, text, id))).toBe('中国的首都是北京。')
  return { token, id }
}

const rate = ({ token, id }: Asked, body: unknown) =>
  worker.call(`/v1/turns/${id}/feedback`, { method: 'PUT', token, body })
const retry = ({ token, id }: Asked, body: unknown) =>
  worker.call(`/v1/turns/${id}/retry`, { method: 'POST', token, body })

async function only({ token }: Asked): Promise<Turn | undefined> {
  const { turns }: SessionView = await (await worker.call('/v1/session', { token })).json()
  expect(turns).toHaveLength(1)
  return turns[0]
}

describe('feedback', () => {
  test('is stored with its turn, changed, and withdrawn', async () => {
    const turn = await asked()
    const first = await rate(turn, { rating: 'down', comment: 'Where is 南京?' })
    expect(first.status).toBe(200)
    const feedback = { rating: 'down', comment: 'Where is 南京?', at: expect.stringMatching(/Z$/) }
    expect(await first.json()).toEqual({
      turn: expect.objectContaining({ id: turn.id, seq: 1, attempt: 1, state: 'complete' }),
      attempt: 1,
      feedback,
    })
    const before = await only(turn)
    expect(before?.feedback).toEqual(feedback)
    await rate(turn, { rating: 'down', comment: 'Where is 南京?' })
    expect(await only(turn)).toEqual(before)
    expect(await (await rate(turn, { rating: 'up', attempt: 1 })).json()).toMatchObject({ feedback: { comment: '' } })
    expect(await (await rate(turn, { rating: null })).json()).toMatchObject({ attempt: 1, feedback: null })
    expect((await only(turn))?.feedback).toBeNull()
  })

  test('may have a comment up to the maximum length; a comment of blanks counts as none', async () => {
    const turn = await asked()
    const longest = '文'.repeat(COMMENT_CHARACTERS)
    expect(await (await rate(turn, { rating: null, comment: longest })).json()).toMatchObject({
      feedback: { rating: null, comment: longest },
    })
    expect((await rate(turn, { rating: null, comment: `${longest}x` })).status).toBe(400)
    expect((await only(turn))?.feedback?.comment).toBe(longest)
    expect(await (await rate(turn, { rating: null, comment: ' \n ' })).json()).toMatchObject({ feedback: null })
  })

  test.for<[string, unknown, number, string, string | null]>([
    ['no object', '7', 400, 'invalid_body', null],
    ['no rating', { comment: 'good' }, 400, 'invalid_body', 'rating'],
    ['a rating nobody knows', { rating: 'meh' }, 400, 'invalid_body', 'rating'],
    ['a comment that is not a text', { rating: 'up', comment: 7 }, 400, 'invalid_body', 'comment'],
    ['a comment that is null', { rating: 'up', comment: null }, 400, 'invalid_body', 'comment'],
    ['an attempt that is not a number', { rating: 'up', attempt: '1' }, 400, 'invalid_body', 'attempt'],
    ['an attempt that is not there', { rating: 'up', attempt: 2 }, 404, 'unknown_turn', 'attempt'],
  ])('%s is refused', async ([, body, status, code, param]) => {
    const response = await rate(await asked(), body)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code, param } })
  })

  test('on another visitor’s turn finds no turn', async () => {
    const { id } = await asked()
    const response = await rate({ id, token: await worker.open() }, { rating: 'up' })
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: { code: 'unknown_turn' } })
  })

  test('is never logged, accepted or refused', async () => {
    const turn = await asked()
    await rate(turn, { rating: 'down', comment: `${CANARY} in a comment` })
    await rate(turn, { rating: 'down', comment: `${CANARY} in a comment`.repeat(100) })
    await rate(turn, { rating: CANARY, comment: `${CANARY} in a comment` })
    await expect
      .poll(() => worker.log.filter((line) => line.includes(turn.id)).length, PATIENT)
      .toBeGreaterThanOrEqual(3)
    expect(worker.log.filter((line) => line.includes(CANARY))).toEqual([])
  })
})

describe('an edited question', () => {
  test('is answered once, however often it is sent, and the session shows both attempts', async () => {
    const turn = await asked('wher?')
    await rate(turn, { rating: 'down' })
    const calls = upstream.received.length
    const edit = { attempt: 2, text: 'where is it?' }
    const sent = await Promise.all(Array.from({ length: 5 }, async () => readEvents(await retry(turn, edit))))
    expect(sent.map(words)).toEqual(Array.from({ length: 5 }, () => '中国的首都是北京。'))
    expect(upstream.received.length).toBe(calls + 1)
    expect(JSON.parse(upstream.received.at(-1)?.body ?? '')).toMatchObject({
      messages: [{ role: 'system' }, { role: 'user', content: 'where is it?' }],
    })
    expect(await only(turn)).toMatchObject({
      seq: 1,
      attempt: 2,
      question: 'where is it?',
      feedback: null,
      earlierAttempts: [
        { attempt: 1, state: 'complete', question: 'wher?', finishReason: 'stop', feedback: { rating: 'down' } },
      ],
    })
    const other = await retry(turn, { attempt: 2, text: 'something else' })
    expect(other.status).toBe(409)
    expect(await other.json()).toMatchObject({ error: { code: 'turn_conflict', param: 'text' } })
  })

  test.for<[string, unknown, number, string, string]>([
    ['without an attempt', { text: 'again?' }, 400, 'invalid_body', 'attempt'],
    ['that is empty', { attempt: 2, text: ' ' }, 400, 'text_empty', 'text'],
    ['that is not a text', { attempt: 2, text: ['again?'] }, 400, 'invalid_body', 'text'],
    ['that is too long', { attempt: 2, text: 'x'.repeat(QUESTION_CHARACTERS + 1) }, 400, 'text_too_long', 'text'],
    ['for an attempt too far', { attempt: 3, text: 'again?' }, 409, 'turn_conflict', 'attempt'],
  ])('%s is refused', async ([, body, status, code, param]) => {
    const turn = await asked()
    const response = await retry(turn, body)
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ error: { code, param } })
    expect(await only(turn)).toMatchObject({ attempt: 1, question: 'where?' })
  })

  test('of the maximum length is accepted', async () => {
    const response = await retry(await asked(), { attempt: 2, text: 'x'.repeat(QUESTION_CHARACTERS) })
    expect(response.status).toBe(200)
    expect(words(await readEvents(response))).toBe('中国的首都是北京。')
  })

  test('that is not the last one is refused', async () => {
    const turn = await asked()
    await worker.ask(turn.token, 'and?')
    const response = await retry(turn, { attempt: 2, text: 'where is it?' })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ error: { code: 'turn_conflict', param: 'id' } })
  })
})

test('if the owner has not turned it on, the page changes nothing that is sent to the provider', async () => {
  const page = { title: 'Prices', url: 'https://shop.example/', selection: 'a secret selection' }
  for (const more of [{}, { page }, { page: 7 }]) {
    const token = await worker.open()
    const body = { id: crypto.randomUUID(), text: 'how much?', ...more }
    await readEvents(await worker.call('/v1/turns', { method: 'POST', token, body }))
    const { turns }: SessionView = await (await worker.call('/v1/session', { token })).json()
    expect(turns).toMatchObject([{ state: 'complete', page: null }])
  }
  const [without, ...rest] = upstream.received.slice(-3).map(({ body }) => body)
  expect(without).toContain('how much?')
  expect(rest).toEqual([without, without])
})
