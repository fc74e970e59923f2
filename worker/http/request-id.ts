/** The part of `cf-ray` that Cloudflare's own logs have, without the location after it. */
const RAY = /^[\da-f]{16}/

/**
 * The id that a visitor may quote for this request; every log line of the request has it too. It is Cloudflare's ray id, or 13
 * random characters without Cloudflare. Cloudflare overwrites any `cf-ray` that a client sends.
 *
 * Source: https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/
 */
export const requestId = ({ headers }: Request): string =>
  RAY.exec(headers.get('cf-ray') ?? '')?.[0] ?? crypto.randomUUID().slice(0, 13)
