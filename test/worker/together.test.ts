/** What a session brings to its site's ledger and archive at the same moment travels together, and is answered one by one. */
import { env } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { archiveBehind, type ArchiveOrder, type Filing, type Together } from '../../worker/site/archive.ts'
import { ledgerBehind, type Entry, type LedgerOrder, type Wish } from '../../worker/site/ledger.ts'
import { NOTHING } from '../../worker/site/limits.ts'
import { together } from '../../worker/session/together.ts'
import { NOTHING_SPENT } from '../../worker/upstream/usage.ts'

const NEVER = Date.parse('2100-01-01T00:00:00Z')
const entry: Entry = {
  seq: 1,
  attempt: 1,
  acceptedAt: Date.parse('2026-11-30T12:00:00Z'),
  personaVersion: 3,
  provider: 'openai',
  model: 'gpt-4.1-mini',
  state: 'complete',
  failure: null,
  spent: NOTHING_SPENT,
  costMicroUsd: null,
  firstWordMilliseconds: null,
  wholeMilliseconds: null,
}
const recording = { session: 's', expiresAt: NEVER, entries: [entry] }
const filing: Filing = { session: 's', expiresAt: NEVER, turns: [], receipts: [] }
const wish: Wish = {
  site: 'shop',
  lease: 1,
  visitor: null,
  limits: {
    turnsPerVisitorDay: 0,
    tokensPerVisitorDay: 0,
    turnsPerDay: 100,
    tokensPerDay: 0,
    spendPerDay: 0,
    turnsPerMonth: 0,
    tokensPerMonth: 0,
    spendPerMonth: 0,
    warnAt: 80,
    cheaperAt: 90,
    cheaperModel: '',
  },
  carried: NOTHING,
  need: { turns: 1, tokens: 0, microUsd: 0 },
  cheaperNeed: { turns: 1, tokens: 0, microUsd: 0 },
  isAhead: false,
}

type Sent = LedgerOrder | ArchiveOrder | Together

/** A session's way to the real object of a site nobody else uses, and what went over it. */
function way(answer?: (order: Sent) => Promise<Response>) {
  const stub = env.LEDGERS.getByName(`site-${crypto.randomUUID()}`)
  const sent: string[] = []
  const tell = together((_site, order) => {
    sent.push(order.do)
    return answer?.(order) ?? stub.fetch('https://ledger/', { method: 'POST', body: JSON.stringify(order) })
  })
  const ledger = ledgerBehind((order) => tell('shop', order))
  return { sent, ledger, archive: archiveBehind((order) => tell('shop', order)) }
}

const counted = async (ledger: ReturnType<typeof way>['ledger']) =>
  (await ledger.days('0000-01-01', '9999-12-31')).map(({ attempts }) => attempts)

test('a receipt and a filing of one moment take one trip, and what comes later takes another', async () => {
  const { sent, ledger, archive } = way()
  await Promise.all([archive.put(filing), ledger.record(recording)])
  expect(sent).toEqual(['together'])
  await ledger.record(recording)
  await archive.put(filing)
  expect(sent).toEqual(['together', 'record', 'put'])
  expect(await counted(ledger)).toEqual([1])
})

test('what somebody waits for goes at once', async () => {
  const { sent, ledger, archive } = way()
  const filed = archive.put(filing)
  const leased = await ledger.lease({ ...recording, entries: [] }, wish)
  expect(leased.is).toBe('granted')
  await filed
  expect(sent).toEqual(['lease', 'put'])
})

test('one that cannot be done is told alone: the other was done', async () => {
  const { sent, ledger, archive } = way()
  const broken: Filing = JSON.parse(JSON.stringify({ ...filing, turns: [null] }))
  const [filed, recorded] = await Promise.allSettled([archive.put(broken), ledger.record(recording)])
  expect(sent).toEqual(['together'])
  expect([filed.status, recorded.status]).toEqual(['rejected', 'fulfilled'])
  expect(await counted(ledger)).toEqual([1])
})

test.for([
  ['breaks', () => Promise.reject(new Error('no object'))],
  ['is refused', () => Promise.resolve(new Response(null, { status: 500 }))],
] as const)('a trip that %s fails for everybody on it, and the next one is another', async ([, answer]) => {
  let isWell = false
  const { ledger, archive } = way(() => (isWell ? Promise.resolve(new Response(null, { status: 204 })) : answer()))
  const both = await Promise.allSettled([archive.put(filing), ledger.record(recording)])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  isWell = true
  await Promise.all([archive.put(filing), ledger.record(recording)])
})
