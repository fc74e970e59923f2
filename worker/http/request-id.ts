/** As much of `cf-ray` as Cloudflare's own logs have: without the place that follows it. */
const RAY = /^[\da-f]{16}/

/**
 * What a visitor may quote of this request, and every line of the log that belongs to it says: Cloudflare's name for it, or 13
 * random characters where nobody stands in front of us. Cloudflare writes `cf-ray` itself, whatever was sent.
 *
 * Source: https://developers.cloudflare.com/fundamentals/reference/cloudflare-ray-id/
 */
export const requestId = ({ headers }: Request): string =>
  RAY.exec(headers.get('cf-ray') ?? '')?.[0] ?? crypto.randomUUID().slice(0, 13)
