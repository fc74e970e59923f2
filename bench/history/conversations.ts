/** Generated sessions of a shop: the same in every run, with a realistic distribution of words. */
import type { Turn, TurnState } from '../../protocol/schemas/turn.ts'
import type { IndexedSession } from '../../worker/transcripts/transcript-search.ts'
import type { UsageRecord, UsageReport } from '../../worker/limits/ledger.ts'

export const YEAR = 365
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
const LAST_DAY = Date.parse('2026-11-30T12:00:00Z')
const NEVER = Date.parse('2100-01-01T00:00:00Z')
const TURNS = 3
const VOCABULARY = 5000
const CHINESE = '我想问一下这个商品什么时候可以发货如果收到以后不合适能不能退货谢谢您的帮助请问运费是多少钱'

/** Session n of so many: the last one is the newest. A third is in Chinese. */
export function session(n: number, of: number): IndexedSession {
  const name = `session-${n}`
  const at = LAST_DAY - Math.floor(((of - n) / of) * YEAR * DAY_MILLISECONDS)
  const turns = Array.from({ length: TURNS }, (_, index) => turn(name, n, index + 1, at + index * 60_000))
  return { session: name, expiresAt: NEVER, turns, receipts: turns.map((one) => entry(n, one)) }
}

/** The usage of one day of the year: two versions, two models. */
export const day = (n: number): UsageReport => ({
  session: `day-${n}`,
  expiresAt: NEVER,
  entries: Array.from({ length: 40 }, (_, index) => {
    const one = turn('', index, index + 1, LAST_DAY - n * DAY_MILLISECONDS)
    return {
      ...entry(index, one),
      model: index % 2 === 0 ? 'small' : 'large',
      personaVersion: 1 + (index % 4 > 1 ? 1 : 0),
    }
  }),
})

function turn(name: string, n: number, seq: number, at: number): Turn {
  const isChinese = n % 3 === 0
  const time = new Date(at).toISOString()
  const rare = n % 40 === 7 && seq === 2 ? ' zanzibar' : ''
  const rating = n % 10 === 4 ? 'up' : n % 25 === 6 ? 'down' : null
  const state: TurnState = n % 20 === 6 ? 'failed' : 'complete'
  return {
    id: `${name}-${seq}`,
    seq,
    attempt: 1,
    state,
    failure: null,
    personaVersion: 1 + (n % 5),
    createdAt: time,
    attemptedAt: time,
    question: isChinese ? chinese(n + seq, 20) : `shipping ${words(n * 7 + seq, 8)}?`,
    answer: `${isChinese ? chinese(n * 3 + seq, 120) : words(n * 13 + seq, 60)} shipping order${rare}.`,
    page: null,
    earlierAttempts: [],
    feedback: rating && seq === 1 ? { rating, comment: '', at: time } : null,
    lastEventId: null,
    provider: 'p',
    completionId: 'c',
    model: 'm',
    created: 1,
    finishReason: 'stop',
    usage: null,
  }
}

const entry = (n: number, { seq, personaVersion, createdAt, state }: Turn): UsageRecord => ({
  seq,
  attempt: 1,
  acceptedAt: Date.parse(createdAt),
  personaVersion,
  provider: 'p',
  model: 'm',
  state,
  failure: null,
  spent: { promptTokens: 900, cachedTokens: 600, completionTokens: 120, reasoningTokens: 0, isEstimated: false },
  costMicroUsd: 400,
  firstWordMilliseconds: 200 + (n % 50) * 40,
  wholeMilliseconds: 900 + (n % 70) * 90,
})

/** The lower a word's number, the more often it occurs. */
const words = (seed: number, count: number): string =>
  Array.from({ length: count }, (_, index) => {
    const part = fraction(seed * 1000 + index)
    return `w${Math.floor(part * part * part * VOCABULARY).toString(36)}`
  }).join(' ')

function chinese(seed: number, count: number): string {
  const pieces = Array.from({ length: count / 4 }, (_, index) => {
    const start = Math.floor(fraction(seed * 1000 + index) * (CHINESE.length - 4))
    return CHINESE.slice(start, start + 4)
  })
  return `${pieces.join('')}退货。`
}

/** From 0 to 1, the same for the same number. */
function fraction(n: number): number {
  const mixed = Math.imul(n ^ (n >>> 15), 0x2c1b3c6d) ^ (n << 7)
  return (Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0) / 2 ** 32
}
