/** The console's side of `/v1/owner`: a browser that keeps the cookie, on the Worker's own origin by default. */
import { CSRF_HEADER } from '../../../protocol/agreed-names.ts'
import type { OwnerSession } from '../../../protocol/schemas/owner-session.ts'
import type { OwnerRoute } from '../api/owner-routes.ts'
import { OWNER_KEY, type Running } from '../running/running-worker.ts'

export interface SignedIn extends OwnerSession {
  /** As the browser sends it: `name=value`. */
  cookie: string
}

let hosts = 0
/** An address with no failed attempts by other tests. */
export const newAddress = (): string => `198.18.${Math.floor(++hosts / 250)}.${hosts % 250}`

export function send(worker: Running, { method, path, body }: OwnerRoute, headers: Record<string, string> = {}) {
  const own = { origin: worker.url, 'cf-connecting-ip': newAddress() }
  return worker.call(path, { method, ...(body && { body }), headers: { ...own, ...headers } })
}

export const signIn = (worker: Running, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  send(worker, { method: 'POST', path: '/v1/owner/session', body }, headers)

export async function signedIn(worker: Running, body: object = { key: OWNER_KEY }, headers = {}): Promise<SignedIn> {
  const response = await signIn(worker, body, headers)
  const session: OwnerSession = await response.json()
  return { ...session, cookie: cookieOf(response) }
}

export const cookieOf = (response: Response): string => (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''

export const byCookie = ({ cookie, csrf }: SignedIn): Record<string, string> => ({ cookie, [CSRF_HEADER]: csrf })
