/** The API's description says what the Worker does: every address, every example, every refusal that is tried here. */
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describedBy, type Described, type Description } from '../../support/api/api-description.ts'
import { newAddress, signedIn } from '../../support/browser/owner-console.ts'
import { LONG_TEST } from '../../support/sampling/patient.ts'
import { startProgramUpstream, type ProgramUpstream } from '../../support/upstreams/program-upstream.ts'
import { ROUTES } from '../../support/api/routes.ts'
import { OWNER_KEY, readEvents, runWorker, type Running } from '../../support/running/running-worker.ts'

/** These end what others need. */
const LAST = ['dropDraft', 'readTranscript', 'exportTranscripts', 'eraseTranscript', 'removeSite', 'forgetSession']

let upstream: ProgramUpstream
let worker: Running
let api: Description
let token: string
let cookie: string

beforeAll(async () => {
  upstream = await startProgramUpstream()
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url }, { hasFront: true })
  api = await describedBy(worker)
  token = await worker.open()
  cookie = (await signedIn(worker)).cookie
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
})

const inOrder = () =>
  api.operations.toSorted((one, other) => LAST.indexOf(one.operationId) - LAST.indexOf(other.operationId))

/** What opens an address, as its description says. */
function opens({ security, operationId }: Described): Record<string, string> {
  const own = { origin: worker.url, 'cf-connecting-ip': newAddress() }
  const [way] = security
  if (operationId === 'signIn') return own
  if (way === undefined) return {}
  if ('sessionToken' in way) return { authorization: `Bearer ${token}` }
  if ('ownerKey' in way) return { ...own, authorization: `Bearer ${OWNER_KEY}` }
  if ('ownerCookie' in way) return { ...own, cookie }
  throw new Error(`nobody knows how to bring ${Object.keys(way).join(', ')}`)
}

/** The site that the owner's examples make is the one that they speak of. */
function address({ path, parameters }: Described, values: Record<string, string>): string {
  const query = new URLSearchParams()
  let filled = path
  for (const { name, in: where, required, example = '' } of parameters) {
    if (where === 'path') filled = filled.replace(`{${name}}`, values[name] ?? example)
    if (where === 'query' && required) query.set(name, example)
  }
  return query.size > 0 ? `${filled}?${query}` : filled
}

async function call(operation: Described, values: Record<string, string> = {}, body = example(operation)) {
  const headers = operation.parameters.filter((one) => one.in === 'header')
  return worker.call(address(operation, values), {
    method: operation.method,
    ...(body !== undefined && { body }),
    headers: { ...opens(operation), ...Object.fromEntries(headers.map(({ name, example = '' }) => [name, example])) },
  })
}

const example = ({ requestBody }: Described): Record<string, unknown> | undefined => {
  const given = requestBody?.content['application/json'].example
  return given?.['key'] === 'ik-…' ? { key: OWNER_KEY } : given
}

/** What is not as it is described; empty when all of it is. */
async function faultsOf(operation: Described, response: Response, expected?: string): Promise<string> {
  const status = String(response.status)
  const described = operation.responses[status]
  if (!described || (expected !== undefined && status !== expected))
    return `answers ${status}: ${await response.text()}`
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? ''
  const content = described.content?.[type]
  if (!described.content) return (await response.text()) === '' ? '' : 'has a body'
  if (!content) return `answers ${type}`
  if (type === 'text/event-stream')
    return streamFaults(await readEvents(response), operation.operationId === 'resumeTurn')
  if (type === 'text/plain') return api.faults(content.schema, await response.text())
  const value: { error?: { code: string } } = await response.json()
  const isTold = !value.error || described.description.includes(`\`${value.error.code}\``)
  return isTold ? api.faults(content.schema, value) : `does not speak of ${value.error?.code} at ${status}`
}

/** Who resumes has heard the beginning. */
function streamFaults(events: Awaited<ReturnType<typeof readEvents>>, isResumed: boolean): string {
  const names = events.map(({ event }) => event).join(' ')
  const whole = isResumed ? /^((delta )*(done|failed)|snapshot)$/ : /^accepted( delta)* (done|failed)$/
  if (!whole.test(names)) return `the stream is ${names}`
  return events
    .map(({ event, data }) => api.faults({ $ref: '#/components/schemas/TurnEvent' }, { event, data }))
    .join('')
}

const name = ({ method, path }: Pick<Described, 'method' | 'path'>) => `${method} ${path}`

test('is a valid OpenAPI 3.1 document that any page may read', async () => {
  const validator = new Validator()
  expect(await validator.validate(JSON.parse(api.text))).toEqual({ valid: true })
  expect(validator.version).toBe('3.1')
  const { headers } = await worker.call('/openapi.json')
  expect(headers.get('content-type')).toMatch(/^application\/json/)
  expect(headers.get('access-control-allow-origin')).toBe('*')
  const broken = api.text.replace('"openapi": "3.1.1"', '"openapi": "3.1.1",\n "pathes": {}')
  expect(await new Validator().validate(JSON.parse(broken))).toMatchObject({ valid: false })
})

test('has every route of the routers and no others', () => {
  const routes = ROUTES.map(({ method, pattern }) => `${method} ${pattern.replaceAll(/:(\w+)\+?/g, '{$1}')}`)
  expect(api.operations.map(name).toSorted()).toEqual(routes.toSorted())
  expect(new Set(api.operations.map(({ operationId }) => operationId)).size).toBe(routes.length)
})

test('every example matches its schema, and a mismatch would be found', () => {
  const bodies = api.operations.flatMap((operation) => operation.requestBody?.content['application/json'] ?? [])
  expect(bodies.length).toBeGreaterThan(15)
  expect(bodies.map(({ schema, example }) => api.faults(schema, example)).filter(Boolean)).toEqual([])
  const [first] = bodies
  expect(api.faults(first?.schema ?? {}, { fresh: 'yes' })).not.toBe('')
  expect(api.faults({ $ref: '#/components/schemas/SessionToken' }, { token: 'x', expiresAt: 'soon' })).not.toBe('')
  expect(api.faults({ $ref: '#/components/schemas/Health' }, { ok: true, more: 1 })).not.toBe('')
})

test('without what it requires, every address refuses as described', async () => {
  const found: Record<string, string> = {}
  for (const operation of api.operations.filter(({ security }) => security.length > 0)) {
    const response = await worker.call(address(operation, {}), {
      method: operation.method,
      ...(operation.requestBody && { body: example(operation) }),
      headers: { origin: operation.path.startsWith('/v1/owner') ? worker.url : 'http://localhost:8788' },
    })
    expect(response.status, name(operation)).toBe(401)
    found[name(operation)] = await faultsOf(operation, response)
  }
  expect(Object.entries(found).filter(([, faults]) => faults)).toEqual([])
  expect(Object.keys(found).length).toBeGreaterThan(30)
})

test('an unknown site, invalid JSON and an unknown turn are refused as described', async () => {
  const found: [string, string][] = []
  for (const operation of api.operations) {
    if (operation.path.includes('{site}')) {
      found.push([name(operation), await faultsOf(operation, await call(operation, { site: 'nobody' }))])
    }
    if (operation.requestBody) {
      const response = await worker.call(address(operation, {}), {
        method: operation.method,
        body: '{',
        headers: opens(operation),
      })
      found.push([name(operation), await faultsOf(operation, response, '400')])
    }
    if (operation.path.startsWith('/v1/turns/{id}')) {
      found.push([
        name(operation),
        await faultsOf(operation, await call(operation, { id: crypto.randomUUID() }), '404'),
      ])
    }
  }
  expect(found.length).toBeGreaterThan(30)
  expect(found.filter(([, faults]) => faults)).toEqual([])
})

test('every example is answered as described', LONG_TEST, async () => {
  const found: [string, string][] = []
  const site = 'acme'
  let session = ''
  for (const operation of inOrder()) {
    const { operationId, path } = operation
    if (operationId === 'readTranscript') session = await firstTranscript()
    const values: Record<string, string> = path.startsWith('/v1/owner') ? { site, session } : {}
    const [expected] = Object.keys(operation.responses)
    found.push([name(operation), await faultsOf(operation, await call(operation, values), expected)])
    // A conversation for the transcripts to have.
    if (operationId === 'createSite') await worker.ask(await worker.open(site), 'where?')
  }
  expect(found.filter(([, faults]) => faults)).toEqual([])
  expect(found).toHaveLength(ROUTES.length)
})

/** The chat has to pause before it is copied to where its owner reads it. */
async function firstTranscript(): Promise<string> {
  let found = ''
  await expect
    .poll(
      async () => {
        const headers = { authorization: `Bearer ${OWNER_KEY}`, origin: worker.url }
        const list = await worker.call('/v1/owner/sites/acme/transcripts', { headers })
        const { sessions }: { sessions: { session: string }[] } = await list.json()
        found = sessions[0]?.session ?? ''
        if (!found) return 404
        return (await worker.call(`/v1/owner/sites/acme/transcripts/${found}`, { headers })).status
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(200)
  return found
}
