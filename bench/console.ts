/**
 * `npm run bench:console`: what the owner waits for on a site with 10,000 sessions, beside one with 100. Build first.
 *
 * Prints medians; ends with 1 when something takes more than three times as long on the large site.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startWorker } from '../demo/worker.ts'
import type { TranscriptPage } from '../protocol/owner.ts'
import { archiveBehind } from '../worker/site/archive.ts'
import { ledgerBehind } from '../worker/site/ledger.ts'
import { day, session, YEAR } from './conversations.ts'
import { median } from './spread.ts'

const SIZES = [100, 10_000] as const
const REPEATS = 51
const WARM_UP = 5
const MOST = 3
/** Sessions that are being written at once. */
const WRITERS = 16
const OWNER_KEY = 'ik-bench'

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

interface Site {
  get(asked: string): Promise<number>
  page(after: string): Promise<TranscriptPage>
  stop(): Promise<void>
}

const sites = await Promise.all(SIZES.map(fill))
try {
  const rows: Record<string, Record<string, number>> = {}
  for (const [name, asked] of Object.entries(SHOWN)) rows[name] = compared(await sample((site) => site.get(asked)))
  const deep = await Promise.all(sites.map(lastPage))
  rows['the last page'] = compared(await sample((site, index) => site.get(deep[index] ?? '')))
  console.log(`\nMilliseconds, medians of ${REPEATS}, taken in turns`)
  console.table(rows)
  const slow = Object.entries(rows).filter(([, { ratio = 0 }]) => ratio > MOST)
  if (slow.length > 0) {
    console.log(`More than ${MOST} times as long: ${slow.map(([name]) => name).join(', ')}`)
    process.exitCode = 1
  }
} finally {
  await Promise.all(sites.map((site) => site.stop()))
}

/** A Worker whose site `demo` has so many sessions, and a year of days. */
async function fill(size: number): Promise<Site> {
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-bench-'))
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    bindings: { SESSION_KEYS: '', OPENAI_API_KEY: 'sk-bench', OWNER_KEY },
    log: () => {},
  })
  const tell = await worker.object('LEDGERS', 'demo')
  const archive = archiveBehind(tell)
  const ledger = ledgerBehind(tell)
  const since = performance.now()
  let next = 0
  const write = async () => {
    for (let n = next++; n < size; n = next++) await archive.put(session(n, size))
  }
  await Promise.all(Array.from({ length: WRITERS }, write))
  console.log(`${size} sessions filed, ${((performance.now() - since) / size).toFixed(2)} ms each`)
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

/** Sites take turns, so that noise hits both. */
async function sample(ask: (site: Site, index: number) => Promise<number>): Promise<number[]> {
  const times = sites.map((): number[] => [])
  for (let repeat = -WARM_UP; repeat < REPEATS; repeat += 1) {
    for (const [index, site] of sites.entries()) {
      const milliseconds = await ask(site, index)
      if (repeat >= 0) times[index]?.push(milliseconds)
    }
  }
  return times.map(median)
}

function compared([small = Number.NaN, large = Number.NaN]: number[]): Record<string, number> {
  const [few, many] = SIZES.map((size) => `${size} sessions`)
  return { [few ?? '']: rounded(small), [many ?? '']: rounded(large), ratio: rounded(large / small) }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
