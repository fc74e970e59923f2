/** Where a request comes from, to count failures. */
export interface Caller {
  /** `CF-Connecting-IP`; empty if there is none. */
  address: string
}

/** The address of the caller, according to Cloudflare. Null on a local machine, where nothing sets the header. */
export const addressOf = (request: Request): string | null => request.headers.get('cf-connecting-ip')

export const callerOf = (request: Request): Caller => ({ address: addressOf(request) ?? '' })
