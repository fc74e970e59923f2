/** The owner's waiting times on a site with 10,000 sessions, compared with one with 100. */
import { rm } from 'node:fs/promises'
import { startWorker } from '../../demo/worker.ts'
import type { TranscriptPage } from '../../protocol/schemas/transcript.ts'
import { transcriptSearchClient } from '../../worker/transcripts/transcript-search.ts'
import { ledgerClient } from '../../worker/limits/ledger.ts'
import { day, session, YEAR } from './conversations.ts'
import { median } from '../spread.ts'
import { stateFolder } from '../worker/state-folder.ts'

const WARM_UP = 5
/** Sessions that are written in parallel. */
const WRITERS = 16
const OWNER_KEY = 'ik-bench-0123456789abcdef0123456789'

const SHOWN = {
  'first page': 'transcripts',
  'search: a rare word': 'transcripts?text=zanzibar',
  'search: a word in every session': 'transcripts?text=shipping',
  'search: two words in every session': 'transcripts?text=shipping%20order',
  'search: two letters': 'transcripts?text=sh',
  'search: two Chinese characters': `transcripts?text=${encodeURIComponent('退货')}`,
  'search: and a filter': 'transcripts?text=shipping&feedback=down',
  'rated down': 'transcripts?feedback=down',
  'rated at all': 'transcripts?feedback=any',
  failed: 'transcripts?state=failed',
  'a version': 'transcripts?version=2',
  'in Chinese': 'transcripts?writing=han',
  'a week, last spring': 'transcripts?from=2026-04-01&to=2026-04-07',
  'a version, rated, failed': 'transcripts?version=2&feedback=down&state=failed',
  'usage of 30 days': 'usage?from=2026-11-01&to=2026-11-30',
}

interface Comparison {
  /** Sessions of the small and of the large site. */
  sizes: readonly [number, number]
  repeats: number
  /** Called with the time that filling the sites took. */
  log(line: string): void
}

interface Site {
  get(asked: string): Promise<number>
  page(after: string): Promise<TranscriptPage>
  stop(): Promise<void>
}

export interface Compared {
  what: string
  /** Medians in milliseconds, on the small and on the large site. */
  small: number
  large: number
}

export async function compareLists({ sizes, repeats, log }: Comparison): Promise<Compared[]> {
  const sites = await Promise.all(sizes.map((size) => fill(size, log)))
  const compare = async (what: string, asked: readonly string[]): Promise<Compared> => {
    const [small = Number.NaN, large = Number.NaN] = await sample(sites, asked, repeats)
    return { what, small, large }
  }
  try {
    const rows: Compared[] = []
    for (const [what, asked] of Object.entries(SHOWN)) rows.push(await compare(what, [asked, asked]))
    return [...rows, await compare('the last page', await Promise.all(sites.map(lastPage)))]
  } finally {
    await Promise.all(sites.map((site) => site.stop()))
  }
}

/** A Worker whose site `demo` has this many sessions, and a year of usage. */
async function fill(size: number, log: (line: string) => void): Promise<Site> {
  const state = await stateFolder()
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    bindings: { SESSION_KEYS: '', OPENAI_API_KEY: 'sk-bench', OWNER_KEY },
    log: () => {},
  })
  const tell = await worker.object('LEDGERS', 'demo')
  const transcriptSearch = transcriptSearchClient(tell)
  const ledger = ledgerClient(tell)
  const since = performance.now()
  let next = 0
  const write = async () => {
    for (let n = next++; n < size; n = next++) await transcriptSearch.put(session(n, size))
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
  log(`${size} sessions filed, ${((performance.now() - since) / size).toFixed(2)} ms each`)
  for (let n = 0; n < YEAR; n += 1) await ledger.record(day(n))

  const call = (asked: string) =>
    fetch(`${worker.url}/v1/owner/sites/demo/${asked}`, { headers: { authorization: `Bearer ${OWNER_KEY}` } })
  return {
    async get(asked) {
      const started = performance.now()
      const response = await call(asked)
      const text = await response.text()
      const milliseconds = performance.now() - started
      if (!response.ok || /"(sessions|days)":\[\]/.test(text)) throw new Error(`${asked}: ${response.status} ${text}`)
      return milliseconds
    },
    page: async (after) => (await call(`transcripts?after=${after}`)).json(),
    async stop() {
      await worker.dispose()
      await rm(state, { recursive: true, force: true })
    },
  }
}

async function lastPage({ page }: Site): Promise<string> {
  for (let after = ''; ;) {
    const { next } = await page(after)
    if (next === null) return `transcripts?after=${after}`
    after = next
  }
}

/** Sites take turns, so that noise affects both. Each gets its own item of `asked`. */
async function sample(sites: readonly Site[], asked: readonly string[], repeats: number): Promise<number[]> {
  const times = sites.map((): number[] => [])
  for (let repeat = -WARM_UP; repeat < repeats; repeat += 1) {
    for (const [index, site] of sites.entries()) {
      const milliseconds = await site.get(asked[index] ?? '')
      if (repeat >= 0) times[index]?.push(milliseconds)
    }
  }
  return times.map(median)
}
