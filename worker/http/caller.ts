/** Where a request comes from, for the count of failures. */
export interface Caller {
  /** `CF-Connecting-IP`; empty where there is none. */
  address: string
}

/** Where a request comes from, as Cloudflare says. Null where nobody does: on a machine of one's own. */
export const addressOf = (request: Request): string | null => request.headers.get('cf-connecting-ip')

export const callerOf = (request: Request): Caller => ({ address: addressOf(request) ?? '' })
