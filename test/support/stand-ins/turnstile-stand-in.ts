/** Turnstile's siteverify on this machine: answers as a test says, accepts a token once, and records its requests. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'

export const SITE_KEY = '0x4AAAAAAAstand-in_1'
export const SECRET = '0x4AAAAAAAcanary-of-the-secret'

/** Answers, or does not. */
type Script = (response: ServerResponse) => void

export interface TurnstileStandIn {
  /** The value for TURNSTILE_SITEVERIFY. */
  siteverify: string
  /** Every body, in order. */
  asked: Record<string, unknown>[]
  /** A genuine token, except for the given changes in its verdict. */
  token(change?: object): string
  /** The next requests get these answers, one each; later ones get the verdicts. */
  next(...scripts: Script[]): void
  stop(): Promise<void>
}

export const says =
  (status: number, body: string | object, headers: Record<string, string> = {}): Script =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body))

/** @param hostname of the page that tokens are made on. */
export async function startTurnstile(hostname: string): Promise<TurnstileStandIn> {
  const verdicts = new Map<string, object>()
  /** The key with which a token was used. */
  const used = new Map<string, unknown>()
  const asked: Record<string, unknown>[] = []
  const scripts: Script[] = []

  function verdictOn(body: Record<string, unknown>): object {
    const token = String(body['response'])
    const refused = (code: string) => ({ success: false, 'error-codes': [code], messages: [] })
    if (body['secret'] !== SECRET) return refused('invalid-input-secret')
    const verdict = verdicts.get(token)
    if (!verdict) return refused('invalid-input-response')
    if (used.has(token) && used.get(token) !== body['idempotency_key']) return refused('timeout-or-duplicate')
    used.set(token, body['idempotency_key'])
    return verdict
  }

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body = JSON.parse(Buffer.concat(parts).toString())
    asked.push(body)
    // It is used up, whether the answer arrives or not.
    const verdict = verdictOn(body)
    const script = scripts.shift() ?? says(200, verdict)
    script(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0

  return {
    siteverify: `http://127.0.0.1:${port}/turnstile/v0/siteverify`,
    asked,
    token(change = {}) {
      const token = `canary-token-${crypto.randomUUID()}`
      verdicts.set(token, {
        success: true,
        'error-codes': [],
        challenge_ts: new Date().toISOString(),
        hostname,
        action: 'inglenook-session',
        cdata: '',
        metadata: { interactive: false },
        ...change,
      })
      return token
    },
    next: (...more) => void scripts.push(...more),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
