/** One site for its embed screen: the tag's options, where the chat may appear, and whether it works there. */
import { signal } from '@preact/signals'
import type { Finding } from '../../protocol/schemas/finding.ts'
import type { SiteDetails } from '../../protocol/schemas/owner-site.ts'
import type { Looks } from '../../protocol/tag-looks.ts'
import { CHECK } from '../../widget/page/corner.ts'
import { Refusal } from '../api/ask.ts'
import { writtenLooks, type LastTag } from './last-tag.ts'
import { NO_OPTIONS, type EmbedOptions, type Pinned, type Platform } from './snippets.ts'
import { loaded } from '../api/loaded.ts'
import { ask } from '../shell/sign-in.ts'

export interface Checked {
  page: string
  findings: Finding[]
}

export function embedOf(site: string, lastTag: LastTag) {
  const details = loaded<SiteDetails>()
  const pinned = loaded<Pinned>()
  const options = signal<EmbedOptions>(NO_OPTIONS)
  const platform = signal<Platform>('html')
  /** Null until the first check. */
  const checked = signal<Checked | null>(null)
  const isChecking = signal(false)
  const trouble = signal<Refusal | null>(null)
  /** Null if no tag was copied in this browser. */
  const lastLooks = signal(lastTag.read())
  return {
    details,
    pinned,
    options,
    platform,
    checked,
    isChecking,
    trouble,
    isTagOld: (live: Looks): boolean => lastLooks.value !== null && lastLooks.value !== writtenLooks(live),
    copied(live: Looks): void {
      lastTag.keep(live)
      lastLooks.value = writtenLooks(live)
    },
    change: (some: Partial<EmbedOptions>) => void (options.value = { ...options.value, ...some }),
    load: () => details.load((signal) => ask('readOwnSite', { site, signal })),
    loadPinned: () => pinned.load(readPinned),
    async check(written: string): Promise<void> {
      if (isChecking.value) return
      const page = pageOf(written)
      isChecking.value = true
      trouble.value = null
      try {
        const { findings } = await ask('checkPage', { site, body: { page } })
        checked.value = { page, findings: troubleFirst(findings) }
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        trouble.value = error
      } finally {
        isChecking.value = false
      }
    },
  }
}

export type EmbedModel = ReturnType<typeof embedOf>

const ORDER = { wrong: 0, unknown: 1, well: 2 } as const
const troubleFirst = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((one, other) => ORDER[one.state] - ORDER[other.state])

async function readPinned(signal: AbortSignal): Promise<Pinned> {
  const response = await fetch('/inglenook/embed.json', { signal }).catch(() => null)
  if (!response?.ok) throw new Refusal(response ? 'not_found' : 'offline')
  return response.json()
}

/** People leave out the scheme. Pages on the owner's own machine rarely have a certificate. */
export const pageOf = (written: string): string => {
  const trimmed = written.trim()
  if (/^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^(localhost|[\w-]+(\.[\w-]+)+):\d/i.test(trimmed)) return trimmed
  return `${/^(localhost|127\.0\.0\.1)(?![\w.-])/i.test(trimmed) ? 'http' : 'https'}://${trimmed}`
}

/** Opened in a browser, the page itself reports what blocks the chat there. Empty if this is not a page. */
export function checkLinkOf(written: string): string {
  const url = written.trim() && URL.parse(pageOf(written))
  if (!url || !/^https?:$/.test(url.protocol)) return ''
  url.hash = CHECK
  return url.href
}

/** Where the live settings allow the chat, and what only the draft adds. */
export function originsOf({ live, draft }: SiteDetails): { live: readonly string[]; drafted: readonly string[] } {
  const known = new Set(live.allowedOrigins)
  return { live: live.allowedOrigins, drafted: (draft?.settings.allowedOrigins ?? []).filter((one) => !known.has(one)) }
}
