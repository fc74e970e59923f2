import type { SessionRequest, SessionToken } from '../../protocol/schemas/session.ts'
import { jsonText } from '../page/json-text.ts'
import { readSite, readToken, type ShownSite } from './parse.ts'
import type { Request } from './request.ts'

/** Requests that need no token. Each throws a `Refusal`. */
export interface SiteApi {
  view(): Promise<ShownSite>
  openSession(wish?: SessionRequest): Promise<SessionToken>
}

export function siteApi(request: Request, site: string): SiteApi {
  const path = `/v1/sites/${encodeURIComponent(site)}`
  return {
    view: async () => readSite(await (await request(path)).json()),
    openSession: async (wish = {}) => readToken(await (await request(`${path}/sessions`, json('POST', wish))).json()),
  }
}

export const json = (method: 'POST' | 'PUT', body: object): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: jsonText(body),
})
