/** A team of Cloudflare Access on this machine: it serves its keys, and signs anything. */
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'

export interface AccessStandIn {
  /** The value for ACCESS_TEAM_DOMAIN. */
  team: string
  /** How often the keys were fetched. */
  fetches: () => number
  /** A genuine assertion, except for the given changes. */
  assertion(change?: { claims?: object; header?: object; key?: KeyObject }): string
  /** Answers with this status from now on. */
  answer(status: number): void
  stop(): Promise<void>
}

export const AUDIENCE = '32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228'

export const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

export async function startAccess(): Promise<AccessStandIn> {
  const { publicKey, privateKey } = newKeys()
  let fetches = 0
  let status = 200
  const server = createServer((request, response) => {
    fetches += 1
    response.writeHead(request.url === '/cdn-cgi/access/certs' ? status : 404, { 'content-type': 'application/json' })
    const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-0', alg: 'RS256', use: 'sig' }]
    response.end(JSON.stringify({ keys, public_cert: {}, public_certs: [] }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const team = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : ''}`

  return {
    team,
    fetches: () => fetches,
    assertion({ claims = {}, header = {}, key = privateKey } = {}) {
      const now = Math.floor(Date.now() / 1000)
      const head = base64url({ alg: 'RS256', kid: 'key-0', typ: 'JWT', ...header })
      const payload = base64url({
        aud: [AUDIENCE],
        email: 'owner@example.com',
        exp: now + 60,
        iat: now,
        nbf: now,
        iss: team,
        type: 'app',
        sub: '7335d417-61da-459d-899c-0a01c76a2f94',
        ...claims,
      })
      return `${head}.${payload}.${sign('sha256', Buffer.from(`${head}.${payload}`), key).toString('base64url')}`
    },
    answer: (next) => (status = next),
    async stop() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
