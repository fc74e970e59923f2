/** A redirect of a provider's is not followed: neither the key nor a question goes where an answer says. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { head, startFaultUpstream, type FaultUpstream, type Script } from '../../support/upstreams/fault-upstream.ts'
import { byCookie, send, signedIn } from '../../support/browser/owner-console.ts'
import { OWNER_KEY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'

const AWAY = '/v1/chat/completions'

/** Status line and headers, for the address of the one who waits elsewhere. */
const KINDS: Readonly<Record<string, (thief: string) => [status: string, headers: string]>> = {
  'multiple-choices-300': (thief) => ['300 Multiple Choices', `location: ${thief}${AWAY}`],
  'moved-301': (thief) => ['301 Moved Permanently', `location: ${thief}${AWAY}`],
  'found-302': (thief) => ['302 Found', `location: ${thief}${AWAY}`],
  'see-other-303': (thief) => ['303 See Other', `location: ${thief}${AWAY}`],
  'temporary-307': (thief) => ['307 Temporary Redirect', `location: ${thief}${AWAY}`],
  'permanent-308': (thief) => ['308 Permanent Redirect', `location: ${thief}${AWAY}`],
  'without-a-scheme-307': (thief) => ['307 Temporary Redirect', `location: ${thief.replace('http:', '')}${AWAY}`],
  'with-a-key-in-it-307': (thief) => [
    '307 Temporary Redirect',
    `location: ${thief.replace('//', '//me:secret@')}${AWAY}`,
  ],
  'refresh-200': (thief) => ['200 OK', `refresh: 0; url=${thief}${AWAY}`],
  'elsewhere-201': (thief) => ['201 Created', `location: ${thief}${AWAY}\r\ncontent-location: ${thief}${AWAY}`],
  'another-service-200': (thief) => ['200 OK', `alt-svc: h2="${thief.slice('http://'.length)}"; ma=3600`],
  'use-proxy-305': (thief) => ['305 Use Proxy', `location: ${thief}${AWAY}`],
}

let provider: FaultUpstream
let thief: FaultUpstream
let worker: Running

beforeAll(async () => {
  thief = await startFaultUpstream(() => (socket) => head(socket, 'application/json'))
  provider = await startFaultUpstream((name): Script | undefined => {
    const redirect = KINDS[name]
    if (!redirect) return undefined
    return (socket) => {
      const [status, headers] = redirect(thief.url)
      head(socket, 'application/json', status, `${headers}\r\n`)
      socket.write('{"error":{"message":"elsewhere"}}')
    }
  })
  const providers = Object.keys(KINDS).map((name) => ({
    name,
    baseUrl: `${provider.url}/${name}/v1`,
    model: `model-${name}`,
    secret: 'OPENAI_API_KEY',
  }))
  worker = await runWorker({ PROVIDERS: JSON.stringify(providers) })
})

afterAll(async () => {
  await worker?.stop()
  await Promise.all([provider?.stop(), thief?.stop()])
})

const stolen = () => [...thief.calls.values()].reduce((sum, count) => sum + count, 0)

test('the test sees a client that follows redirects', async () => {
  await fetch(`${provider.url}/found-302/v1/chat/completions`, { method: 'POST', body: '{}' })
  expect(stolen()).toBe(1)
  thief.calls.clear()
})

describe.for(Object.keys(KINDS))('%s', (kind) => {
  test('is not followed by a turn', async () => {
    const owner = byCookie(await signedIn(worker))
    const body = { site: kind, settings: { upstream: kind, allowedOrigins: [PAGE] } }
    expect((await send(worker, { method: 'POST', path: '/v1/owner/sites', body }, owner)).status).toBe(201)
    const opened = await worker.call(`/v1/sites/${kind}/sessions`, { method: 'POST', body: {} })
    const { token }: { token: string } = await opened.json()
    const before = provider.calls.get(kind) ?? 0
    const events = await worker.ask(token, 'where?')
    expect(events.at(-1)?.event).toBe('failed')
    expect(provider.calls.get(kind)).toBeGreaterThan(before)
    expect(stolen()).toBe(0)
  })

  test('is not followed by a program’s call, and is not shown to the program', async () => {
    const before = provider.calls.get(kind) ?? 0
    for (const stream of [false, true]) {
      const response = await worker.call('/v1/chat/completions', {
        method: 'POST',
        token: OWNER_KEY,
        body: { model: `model-${kind}`, stream, messages: [{ role: 'user', content: 'where?' }] },
      })
      await response.text()
      expect(response.status >= 300 && response.status < 400).toBe(false)
      for (const name of ['location', 'refresh', 'content-location', 'alt-svc']) {
        expect(response.headers.get(name)).toBeNull()
      }
    }
    expect(provider.calls.get(kind)).toBe(before + 2)
    expect(stolen()).toBe(0)
  })
})
