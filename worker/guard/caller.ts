import type { Caller } from '../owner/gate.ts'

/** Where a request comes from, as Cloudflare says. Null where nobody does: on a machine of one's own. */
export const addressOf = (request: Request): string | null => request.headers.get('cf-connecting-ip')

export const callerOf = (request: Request): Caller => ({ address: addressOf(request) ?? '' })
