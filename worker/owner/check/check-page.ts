import type { FindingReason } from '../../../protocol/schemas/finding.ts'
import { pageAddress, type Reach } from '../../providers/base-url.ts'

export interface Page {
  /** The final address, after redirects. */
  url: URL
  html: Uint8Array<ArrayBuffer>
  /** The page is longer than what was read. */
  isCut: boolean
  /** From the header `Content-Security-Policy`. */
  policies: string[]
}

/** A page that could not be read. */
export interface Unread {
  url: URL | null
  reason: FindingReason
  detail: string
}

const REDIRECTS = 5
const BYTES = 1_000_000
/** Statuses of sites that keep robots out: a browser may well get the page. */
const GUARDED: ReadonlySet<number> = new Set([401, 403, 429, 503])

/** What anybody gets at this address, without cookie or key. Redirects must lead to addresses that are allowed themselves. */
export async function readPage(address: string, reach: Reach, signal: AbortSignal): Promise<Page | Unread> {
  let url = pageAddress(address, reach)
  if (!url) return { url: null, reason: 'address_refused', detail: '' }
  try {
    for (let redirects = 0; ; redirects += 1) {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { accept: 'text/html', 'user-agent': 'Inglenook check' },
        signal,
      })
      const location = response.headers.get('location')
      if (response.status < 300 || response.status > 399 || location === null) return await readHtml(url, response)
      await response.body?.cancel()
      if (redirects === REDIRECTS) return { url, reason: 'too_many_redirects', detail: '' }
      const next = pageAddress(location, reach, url)
      if (!next) return { url, reason: 'redirect_refused', detail: location.slice(0, 200) }
      url = next
    }
  } catch {
    return { url, reason: signal.aborted ? 'page_slow' : 'page_unreachable', detail: '' }
  }
}

async function readHtml(url: URL, { status, headers, body }: Response): Promise<Page | Unread> {
  const type = headers.get('content-type') ?? ''
  const reason = status !== 200 ? (GUARDED.has(status) ? 'page_guarded' : 'page_status') : 'not_html'
  if (status !== 200 || !/^(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(type)) {
    await body?.cancel()
    return { url, reason, detail: status === 200 ? type.slice(0, 100) : String(status) }
  }
  const html = new Uint8Array(BYTES)
  let length = 0
  let isCut = false
  for await (const chunk of body ?? []) {
    const taken = chunk.subarray(0, BYTES - length)
    html.set(taken, length)
    length += taken.length
    isCut = taken.length < chunk.length
    if (isCut) break
  }
  const policies = (headers.get('content-security-policy') ?? '').split(',')
  return { url, html: html.subarray(0, length), isCut, policies }
}
