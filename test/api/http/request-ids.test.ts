/** What a visitor or a program may quote, and that the owner finds by it what happened. */
import OpenAI, { APIError, AuthenticationError, NotFoundError } from 'openai'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { faultScripts } from '../../support/upstreams/fault-scripts.ts'
import { startFaultUpstream, type FaultUpstream } from '../../support/upstreams/fault-upstream.ts'
import { newAddress } from '../../support/browser/owner-console.ts'
import { PATIENT } from '../../support/sampling/patient.ts'
import { startProgramUpstream, type ProgramUpstream } from '../../support/upstreams/program-upstream.ts'
import { OWNER_KEY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'

const RAY = '8f3a1b2c3d4e5f60'

let faults: FaultUpstream
let programs: ProgramUpstream
let worker: Running
let failing: Running
let unfit: Running

beforeAll(async () => {
  faults = await startFaultUpstream(faultScripts)
  programs = await startProgramUpstream()
  const sites = { broken: { allowedOrigins: [PAGE], temperature: 'hot' } }
  worker = await runWorker({ OPENAI_BASE_URL: programs.url, OPENAI_MODEL: 'plain' }, { sites })
  unfit = await runWorker({ OPENAI_BASE_URL: programs.url, OPENAI_MODEL: 'plain', TURNS: 'no dataset' })
  failing = await runWorker({ OPENAI_BASE_URL: `${faults.url}/status-500/v1` })
})

afterAll(async () => {
  await Promise.all([worker?.stop(), failing?.stop(), unfit?.stop()])
  await Promise.all([faults?.stop(), programs?.stop()])
})

const idOf = ({ headers }: Response): string => headers.get('x-request-id') ?? ''
const lines = ({ log }: Running, request: string): Record<string, unknown>[] =>
  log.map((line) => JSON.parse(line)).filter((entry) => entry.request === request)
const question = () => ({ id: crypto.randomUUID(), text: 'where?' })

describe('every response has its own id', () => {
  test('for every request and every outcome', async () => {
    const token = await worker.open()
    const asked = question()
    const responses = [
      await worker.call('/'),
      await worker.call('/healthz', { method: 'HEAD' }),
      await worker.call('/v1/nothing'),
      await worker.call('/v1/sites/demo'),
      await worker.call('/v1/sites/demo', { headers: { origin: 'https://elsewhere.example' } }),
      await worker.call('/v1/sites/demo/sessions', { method: 'OPTIONS' }),
      await worker.call('/v1/session', { token }),
      await worker.call('/v1/session'),
      await worker.call('/v1/turns', { method: 'POST', token, body: asked }),
      await worker.call(`/v1/turns/${asked.id}/stream`, { token }),
      await worker.call(`/v1/turns/${crypto.randomUUID()}/stop`, { method: 'POST', token }),
      await worker.call('/v1/owner/sites', { token: OWNER_KEY }),
      await worker.call('/v1/owner/sites'),
      await worker.call('/v1/models', { token: OWNER_KEY }),
      await worker.call('/v1/chat/completions', { method: 'POST', token: OWNER_KEY, body: { model: 'plain' } }),
      await worker.call('/v1/chat/completions', { method: 'POST', token: OWNER_KEY, body: 'no' }),
    ]
    const ids = responses.map(idOf)
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}$/)
    expect(new Set(ids).size).toBe(responses.length)
  })

  test('it is Cloudflare’s id if there is one, without the location; never an id that the client sent', async () => {
    const at = async (headers: Record<string, string>) => idOf(await worker.call('/v1/sites/demo', { headers }))
    expect(await at({ 'cf-ray': RAY })).toBe(RAY)
    expect(await at({ 'cf-ray': `${RAY}-SJC` })).toBe(RAY)
    expect(await at({ 'x-request-id': RAY })).not.toBe(RAY)
    expect(await at({ 'cf-ray': 'words of their own' })).toMatch(/^[\da-f]{8}-[\da-f]{4}$/)
  })

  test('pages where the chat is allowed may read it, and other pages may not', async () => {
    const exposed = async (origin: string) =>
      (await worker.call('/v1/sites/demo', { headers: { origin } })).headers.get('access-control-expose-headers')
    expect(await exposed(PAGE)).toBe('retry-after, x-request-id')
    expect(await exposed('https://elsewhere.example')).toBeNull()
  })
})

describe('the log has it too', () => {
  test('a failed turn has its line, and one for each try of the provider; a retry has its own id', async () => {
    const token = await failing.open()
    const { id, text } = question()
    const asked = await failing.call('/v1/turns', { method: 'POST', token, body: { id, text } })
    await asked.text()
    const again = await failing.call(`/v1/turns/${id}/retry`, { method: 'POST', token })
    await again.text()
    await vi.waitFor(
      () => expect(lines(failing, idOf(again)).at(-1)).toMatchObject({ event: 'turn', attempt: 2 }),
      PATIENT,
    )
    const known = { site: 'demo', turn: id, code: 'upstream_unavailable' }
    // The lines come in order: those of the first attempt are there.
    expect(lines(failing, idOf(asked)).map(({ event }) => event)).toEqual(['upstream', 'upstream', 'upstream', 'turn'])
    expect(lines(failing, idOf(asked)).at(-1)).toMatchObject({
      ...known,
      attempt: 1,
      personaVersion: expect.any(Number),
    })
    // Of the one that only looked on nothing was written.
    const resumed = await failing.call(`/v1/turns/${id}/stream`, { token })
    await resumed.text()
    expect(lines(failing, idOf(resumed))).toEqual([])
  })

  test('the one line of an answered turn has the time to the first word and the whole time', async () => {
    const token = await worker.open()
    const asked = await worker.call('/v1/turns', { method: 'POST', token, body: question() })
    await asked.text()
    await vi.waitFor(() => expect(lines(worker, idOf(asked))).toHaveLength(1), PATIENT)
    expect(lines(worker, idOf(asked))).toMatchObject([
      { event: 'turn', state: 'complete', firstWordMilliseconds: expect.any(Number), milliseconds: expect.any(Number) },
    ])
  })

  test('if the binding TURNS accepts no data points, there is a line in the log and the turn is unharmed', async () => {
    const token = await unfit.open()
    const asked = await unfit.call('/v1/turns', { method: 'POST', token, body: question() })
    expect(await asked.text()).toContain('event: done')
    await vi.waitFor(
      () =>
        expect(lines(unfit, idOf(asked))).toMatchObject([{ event: 'turn', state: 'complete' }, { event: 'dataset' }]),
      PATIENT,
    )
  })

  test.for<[string, string, (token: string) => Promise<Response>]>([
    ['by a guard', 'site_misconfigured', () => worker.call('/v1/sites/broken')],
    [
      'by the session’s object',
      'unknown_turn',
      (token) => worker.call(`/v1/turns/${crypto.randomUUID()}/stop`, { method: 'POST', token }),
    ],
    [
      'to the owner',
      'unknown_site',
      () => worker.call('/v1/owner/sites/nobody', { headers: { authorization: `Bearer ${OWNER_KEY}` } }),
    ],
  ])('a refusal %s is one line', async ([, code, ask]) => {
    const response = await ask(await worker.open())
    expect(response.ok).toBe(false)
    await response.text()
    await vi.waitFor(() => expect(lines(worker, idOf(response))).toMatchObject([{ event: 'refusal', code }]), PATIENT)
  })
})

describe('the time that the Worker waited', () => {
  const timing = ({ headers }: Response) => headers.get('server-timing')

  test('for a turn: for its guards, and for its session', async () => {
    const token = await worker.open()
    const asked = await worker.call('/v1/turns', { method: 'POST', token, body: question() })
    expect(timing(asked)).toMatch(/^guard;dur=\d+, session;dur=\d+$/)
    expect(asked.headers.get('timing-allow-origin')).toBe(PAGE)
    await asked.text()
  })

  test('for a request without a session: in total', async () => {
    for (const path of ['/v1/sites/demo', '/v1/session', '/healthz']) {
      expect(timing(await worker.call(path))).toMatch(/^worker;dur=\d+$/)
    }
  })

  test('is not sent to pages elsewhere', async () => {
    const { headers } = await worker.call('/v1/sites/demo', { headers: { origin: 'https://elsewhere.example' } })
    expect(headers.get('timing-allow-origin')).toBeNull()
  })
})

describe('OpenAI’s own package', () => {
  const openai = (apiKey: string) =>
    new OpenAI({
      baseURL: `${worker.url}/v1`,
      apiKey,
      maxRetries: 0,
      defaultHeaders: { 'cf-connecting-ip': newAddress() },
    })

  test('has the id of an answer and of a list', async () => {
    const messages = [{ role: 'user' as const, content: 'where?' }]
    const completion = await openai(OWNER_KEY).chat.completions.create({ model: 'headers', messages })
    await vi.waitFor(
      () =>
        expect(lines(worker, completion._request_id ?? '')).toMatchObject([
          { event: 'call', upstreamRequest: 'req_7' },
        ]),
      PATIENT,
    )
    const { request_id } = await openai(OWNER_KEY).models.list().withResponse()
    expect(request_id).toMatch(/^[\da-f-]{13}$/)
  })

  test('has the id of a refusal', async () => {
    const wrong = await openai('ik-wrong')
      .models.retrieve('any')
      .catch((error: unknown) => error)
    expect(wrong).toBeInstanceOf(AuthenticationError)
    const unknown = await openai(OWNER_KEY)
      .models.retrieve('nobody')
      .catch((error: unknown) => error)
    expect(unknown).toBeInstanceOf(NotFoundError)
    for (const error of [wrong, unknown]) {
      const id = error instanceof APIError ? error.requestID : null
      await vi.waitFor(() => expect(lines(worker, id ?? '')).toMatchObject([{ event: 'refusal' }]), PATIENT)
    }
  })
})
