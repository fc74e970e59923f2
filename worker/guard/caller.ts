import type { Caller } from '../owner/gate.ts'

/** Where a request comes from, as Cloudflare says. */
export const callerOf = (request: Request): Caller => ({ address: request.headers.get('cf-connecting-ip') ?? '' })
