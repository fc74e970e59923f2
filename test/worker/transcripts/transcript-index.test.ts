/** A site's search index on the real storage of a real Durable Object: what is found by which words, and what is gone for good. */
import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test, vi } from 'vitest'
import type { Feedback, Turn, TurnState } from '../../../protocol/schemas/turn.ts'
import {
  transcriptSearchClient,
  type TranscriptSearch,
  type IndexedSession,
  type TranscriptFilter,
} from '../../../worker/transcripts/transcript-search.ts'
import { ledgerClient, type UsageRecord } from '../../../worker/limits/ledger.ts'
import { scriptOf } from '../../../worker/transcripts/script-of.ts'
import { noCompletion } from '../../../worker/providers/reply/completion.ts'

const DAY = 24 * 60 * 60 * 1000
const NOON = Date.parse('2026-11-30T12:00:00Z')
const NEVER = Date.parse('2100-01-01T00:00:00Z')
const EVERYTHING: TranscriptFilter = {
  after: null,
  text: null,
  feedback: null,
  state: null,
  failure: null,
  version: null,
  writing: null,
  from: 0,
  before: Number.MAX_SAFE_INTEGER,
}

interface Site {
  transcriptSearch: TranscriptSearch
  forget(session: string): Promise<void>
  alarm(): Promise<boolean>
  file(session: string, turns: readonly Partial<Turn>[], over?: Partial<IndexedSession>): Promise<void>
  /** The names of the sessions that are found. */
  find(wanted: Partial<TranscriptFilter> | string): Promise<string[]>
  excerpt(text: string): Promise<string | null>
  /** Every row of every table, the index's own too, as bytes. */
  stored(): Promise<string>
}

function newSite(): Site {
  const stub = env.LEDGERS.getByName(`site-${crypto.randomUUID()}`)
  const send = (order: unknown) => stub.fetch('https://ledger/', { method: 'POST', body: JSON.stringify(order) })
  const transcriptSearch = transcriptSearchClient(send)
  const page = (wanted: Partial<TranscriptFilter>) => transcriptSearch.page({ ...EVERYTHING, ...wanted })
  return {
    transcriptSearch,
    forget: (session) => ledgerClient(send).forget(session),
    alarm: () => runDurableObjectAlarm(stub),
    file: (session, turns, over) =>
      transcriptSearch.put({
        session,
        expiresAt: NEVER,
        receipts: [],
        turns: turns.map((turn, index) => turnOf(session, { seq: index + 1, ...turn })),
        ...over,
      }),
    async find(wanted) {
      const { sessions } = await page(typeof wanted === 'string' ? { text: wanted } : wanted)
      return sessions.map(({ session }) => session).toSorted()
    },
    excerpt: async (text) => (await page({ text })).sessions[0]?.excerpt ?? null,
    stored: () =>
      runInDurableObject(stub, (_instance, { storage: { sql } }) => {
        const names = sql.exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'").toArray()
        const tables = names.map(({ name }) => name).filter((name) => !name.startsWith('_cf'))
        expect(tables).toContain('transcriptWords_data')
        const values = tables.flatMap((name) => sql.exec(`SELECT * FROM ${name}`).toArray().flatMap(Object.values))
        return values
          .map((value) => (value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : String(value)))
          .join('\n')
      }),
  }
}

const turnOf = (session: string, turn: Partial<Turn>): Turn => ({
  ...noCompletion(),
  id: `${session}-${turn.seq}`,
  seq: 1,
  attempt: 1,
  state: 'complete',
  failure: null,
  personaVersion: 3,
  createdAt: new Date(NOON).toISOString(),
  attemptedAt: turn.createdAt ?? new Date(NOON).toISOString(),
  question: 'a question',
  answer: 'an answer',
  page: null,
  earlierAttempts: [],
  feedback: null,
  lastEventId: null,
  ...turn,
})

const rated = (rating: Feedback['rating'], at = NOON, comment = ''): Feedback => ({
  rating,
  comment,
  at: new Date(at).toISOString(),
})
const at = (time: number) => ({ createdAt: new Date(time).toISOString() })

describe('words', () => {
  test('are found in questions, answers, earlier attempts and comments; several of them in one turn', async () => {
    const site = newSite()
    await site.file('one', [
      { question: 'Where is my order?', answer: 'On its way to Rotterdam.' },
      { question: 'Thanks', feedback: rated('up', NOON, 'marvellous') },
    ])
    await site.file('two', [
      {
        question: 'reworded',
        earlierAttempts: [{ ...turnOf('', {}), question: 'clumsy', answer: 'evasive' }],
      },
    ])
    expect(await site.find('order')).toEqual(['one'])
    expect(await site.find('way ORDER')).toEqual(['one'])
    expect(await site.find('order marvellous')).toEqual([])
    expect(await site.find('marvellous')).toEqual(['one'])
    expect(await site.find('clumsy evasive reworded')).toEqual(['two'])
    expect(await site.find('a')).toEqual(['one', 'two'])
  })

  test('of Latin letters are found by their beginning, whatever their accents and case', async () => {
    const site = newSite()
    await site.file('french', [{ question: 'Où est la CRÈME brûlée ?' }])
    await site.file('other', [{ question: 'decreme' }])
    for (const text of ['creme', 'Crème', 'cre\u0300me', 'cr', 'brulee', 'BRÛL']) {
      expect(await site.find(text), text).toEqual(['french'])
    }
    expect(await site.find('reme')).toEqual([])
    expect(await site.excerpt('brul')).toBe('\u0003Où est la CRÈME \u0001brûlée\u0002 ?\u0004an answer')
  })

  test('are labelled by speaker, wherever the excerpt begins', async () => {
    const site = newSite()
    const answer = `${'word '.repeat(60)}delivery ${'word '.repeat(60)}`
    const feedback = rated('down', NOON, 'Nothing about a refund …')
    await site.file('late', [{ question: 'How long?', answer, feedback }])
    expect(await site.excerpt('long')).toContain('\u0003How \u0001long\u0002?\u0004word ')
    const middle = await site.excerpt('delivery')
    expect(middle?.startsWith('\u0004…word ')).toBe(true)
    expect(middle).toContain(' \u0001delivery\u0002 word')
    const end = await site.excerpt('refund')
    expect(end?.startsWith('\u0004…word ')).toBe(true)
    expect(end?.endsWith('\u0005Nothing about a \u0001refund\u0002 …')).toBe(true)
  })

  test('of Chinese are found from one character on, in their order', async () => {
    const site = newSite()
    await site.file('china', [{ question: '请问中国的人口是多少？', answer: '约14亿人' }])
    await site.file('other', [{ question: '国中在哪里', answer: '中间，本国' }])
    expect(await site.find('国')).toEqual(['china', 'other'])
    expect(await site.find('中国')).toEqual(['china'])
    expect(await site.find('国中')).toEqual(['other'])
    expect(await site.find('人口是多')).toEqual(['china'])
    expect(await site.find('人口是少')).toEqual([])
    expect(await site.find('人口 14亿')).toEqual(['china'])
    expect(await site.excerpt('中国')).toBe('\u0003请问\u0001中国\u0002的人口是多少？\u0004约14亿人')
  })

  test('of other scripts are found too', async () => {
    const site = newSite()
    const questions = {
      japanese: 'コーヒーを飲みたい',
      korean: '대한민국의 수도는?',
      thai: 'ประเทศไทยอยู่ที่ไหน',
      hindi: 'हिन्दी में लिखो',
      russian: 'Сколько стоит доставка?',
      mixed: '我的iPhone手机坏了',
      extension: '𠮷野家はどこ',
    }
    for (const [session, question] of Object.entries(questions)) await site.file(session, [{ question }])
    const words = {
      japanese: 'コーヒー',
      korean: '민국',
      thai: 'ไทย',
      hindi: 'हिन्दी',
      russian: 'ДОСТАВ',
      mixed: 'iPhone手',
      extension: '𠮷野',
    }
    for (const [session, text] of Object.entries(words)) expect(await site.find(text), text).toEqual([session])
  })

  test('are never operators, and punctuation alone finds nothing', async () => {
    const site = newSite()
    await site.file('s', [{ question: 'say "hello" to NEAR and far: text^2 (or not) a-b c*d' }])
    const found = [
      '"hello"',
      'NEAR',
      'hello AND far',
      'text:',
      '(or',
      'not)',
      'a-b',
      'c*d',
      '^2',
      'text^2',
      '" OR NEAR( *',
    ]
    for (const text of found) expect(await site.find(text), text).toEqual(['s'])
    const missing = ['hello OR nothing', 'say NOT lost', '" OR NEARBY( *', "'; DROP TABLE transcripts; --", 'nothing*']
    for (const text of missing) expect(await site.find(text), text).toEqual([])
    const signs = ['"', '""', '*', '()', '^', '！！', '\u0000', '\u0001', '-', '" "']
    for (const text of signs) expect(await site.find(text), text).toEqual([])
  })

  test('that a changed turn no longer has are not found', async () => {
    const site = newSite()
    await site.file('s', [{ feedback: rated('up', NOON, 'indiscreet') }, { question: 'unchanged' }])
    await site.file('s', [{ feedback: rated('up', NOON + 1, 'calm') }, { question: 'unchanged' }])
    expect(await site.find('indiscreet')).toEqual([])
    expect(await site.find('calm')).toEqual(['s'])
    expect(await site.stored()).not.toContain('indiscreet')
  })
})

test('a session is listed with its first question, its times, ratings, states, versions and writing', async () => {
  const site = newSite()
  const question = `What\n is ${'😀'.repeat(200)}`
  const earlier = { ...turnOf('', {}), question: 'why', feedback: rated('down') }
  const receipts = [1, 2].map((attempt) => ({ seq: 2, attempt, personaVersion: attempt + 3 }) as UsageRecord)
  await site.file(
    's',
    [
      { question, ...at(NOON), feedback: rated('up'), personaVersion: 3 },
      { attempt: 2, state: 'failed', personaVersion: 5, earlierAttempts: [earlier], ...at(NOON + 5000) },
      { state: 'stopped', personaVersion: 5, ...at(NOON + 9000) },
    ],
    { receipts },
  )
  expect(await site.transcriptSearch.page(EVERYTHING)).toEqual({
    next: null,
    refused: 0,
    sessions: [
      {
        session: 's',
        title: `What is ${'😀'.repeat(111)}…`,
        excerpt: null,
        firstTurnAt: '2026-11-30T12:00:00.000Z',
        lastTurnAt: '2026-11-30T12:00:09.000Z',
        turns: 3,
        ups: 1,
        downs: 1,
        troubles: ['failed', 'stopped'],
        versions: [3, 4, 5],
        writing: 'latin',
      },
    ],
  })
})

test('the writing of a text is that of most of its words', () => {
  const texts = {
    'Where is it?': 'latin',
    怎么用JavaScript的Promise: 'han',
    東京はどこですか: 'kana',
    '这个の字是什么意思，为什么': 'han',
    '서울은 어디': 'hangul',
    'Где это? OK': 'cyrillic',
    'أين هذا': 'arabic',
    'यह कहाँ है': 'devanagari',
    'πού είναι': 'other',
    '42 !?': 'other',
  }
  for (const [text, writing] of Object.entries(texts)) expect([text, scriptOf(text)]).toEqual([text, writing])
})

describe('filters', () => {
  test('work alone, and together with each other and with words', async () => {
    const site = newSite()
    const states: TurnState[] = ['stopped', 'failed', 'interrupted']
    await site.file('plain', [{ ...at(NOON) }])
    for (const state of states) await site.file(state, [{ state, ...at(NOON + DAY) }])
    await site.file('up', [{ feedback: rated('up'), personaVersion: 4 }])
    await site.file('down', [{ feedback: rated('down'), state: 'failed' }])
    await site.file('remark', [{ feedback: rated(null, NOON, 'hm') }])
    await site.file('china', [{ question: '中国在哪里', ...at(NOON - DAY) }])

    expect(await site.find({ feedback: 'up' })).toEqual(['up'])
    expect(await site.find({ feedback: 'down' })).toEqual(['down'])
    expect(await site.find({ feedback: 'any' })).toEqual(['down', 'remark', 'up'])
    expect(await site.find({ state: 'failed' })).toEqual(['down', 'failed'])
    expect(await site.find({ state: 'complete' })).toEqual(['china', 'plain', 'remark', 'up'])
    expect(await site.find({ version: 4 })).toEqual(['up'])
    expect(await site.find({ version: 9 })).toEqual([])
    expect(await site.find({ writing: 'han' })).toEqual(['china'])
    expect(await site.find({ before: NOON })).toEqual(['china'])
    expect(await site.find({ from: NOON + 1 })).toEqual(states.toSorted())
    expect(await site.find({ from: NOON, before: NOON + 1, version: 3 })).toEqual(['down', 'plain', 'remark'])
    expect(await site.find({ state: 'failed', feedback: 'down' })).toEqual(['down'])
    expect(await site.find({ state: 'failed', feedback: 'up' })).toEqual([])
    expect(await site.find({ text: 'answer', state: 'failed', from: NOON + 1 })).toEqual(['failed'])
    expect(await site.find({ text: 'answer', feedback: 'any', version: 3 })).toEqual(['down', 'remark'])
    expect(await site.find({ text: '中国', writing: 'han' })).toEqual(['china'])
    expect(await site.find({ text: '中国', writing: 'latin' })).toEqual([])
  })

  test('cover every question: a conversation in two languages is found under both', async () => {
    const site = newSite()
    await site.file('both', [
      { question: '配送要多久？我想今天下单，可以吗' },
      { question: 'And how much is it?' },
      { question: '42?' },
    ])
    expect(await site.find({ writing: 'han' })).toEqual(['both'])
    expect(await site.find({ writing: 'latin' })).toEqual(['both'])
    expect(await site.find({ writing: 'other' })).toEqual([])
  })

  test('follow a session that changes', async () => {
    const site = newSite()
    await site.file('s', [{ feedback: rated('up'), state: 'failed' }])
    await site.file('s', [{ attempt: 2, feedback: rated('down'), personaVersion: 4, ...at(NOON + DAY) }])
    expect(await site.find({ feedback: 'up' })).toEqual([])
    expect(await site.find({ state: 'failed' })).toEqual([])
    expect(await site.find({ version: 3 })).toEqual([])
    expect(await site.find({ before: NOON + DAY })).toEqual([])
    expect(await site.find({ feedback: 'down', state: 'complete', version: 4, from: NOON + DAY })).toEqual(['s'])
  })
})

describe.for([{ text: null }, { text: 'question' }, { text: '问' }])('pages of $text', ({ text }) => {
  test('show no session twice and miss none that stays, while others change', async () => {
    const site = newSite()
    const SESSIONS = 230
    const turn = (n: number) => ({ question: `question 问题 ${n}`, ...at(NOON + n) })
    for (let n = 0; n < SESSIONS; n += 1) await site.file(`session-${n}`, [turn(n), turn(n)])
    const seen: string[] = []
    const moved = new Set<string>()
    let after: string | null = null
    let pages = 0
    do {
      const page = await site.transcriptSearch.page({ ...EVERYTHING, text, after })
      seen.push(...page.sessions.map(({ session }) => session))
      after = page.next
      pages += 1
      // One that was seen goes on, and one that was not; and somebody new comes.
      for (const n of [SESSIONS - pages, pages]) {
        moved.add(`session-${n}`)
        await site.file(`session-${n}`, [turn(n), turn(n), turn(10_000 + pages)])
      }
      await site.file(`new-${pages}`, [turn(20_000 + pages)])
    } while (after !== null)
    expect(pages).toBe(5)
    expect(new Set(seen).size).toBe(seen.length)
    for (let n = 0; n < SESSIONS; n += 1) {
      const session = `session-${n}`
      expect(seen.includes(session) || moved.has(session), session).toBe(true)
    }
    const times = seen.map((session) => Number(session.split('-')[1]))
    expect(times).toEqual(times.toSorted((a, b) => b - a))
    const first = await site.transcriptSearch.page({ ...EVERYTHING, text })
    expect(first.sessions[0]?.session).toBe(`new-${pages}`)
  })
})

describe('an erased session', () => {
  const CANARY = 'zq-canaryxyz'
  const turns = [
    { question: `${CANARY} first`, answer: '金丝雀金丝雀', feedback: rated('down', NOON, 'canarycomment') },
    { question: 'second', answer: `an answer with ${CANARY}` },
  ]
  const traces = ['canary', 'zq', 'secret-session']

  async function fill(site: Site): Promise<void> {
    // Enough for several segments of the index, and words on both sides of every one of the canary's.
    for (let n = 0; n < 120; n += 1) {
      await site.file(`other-${n}`, [
        { question: `caller ${n} zebra zoo ${'word '.repeat(n % 7)}`, answer: `重金属 ${n}` },
      ])
      if (n === 60) await site.file('secret-session', turns)
    }
    await site.file('secret-session', [...turns, { question: `third ${CANARY}` }])
  }

  test('is in no table, nor in the bytes of the index; its ratings stay in the sums', async () => {
    const site = newSite()
    await fill(site)
    const before = await site.stored()
    for (const trace of traces) expect(before, trace).toContain(trace)
    expect(await site.find('金丝雀')).toEqual(['secret-session'])

    await site.forget('secret-session')
    await site.forget('secret-session')
    const after = await site.stored()
    for (const trace of traces) expect(after, trace).not.toContain(trace)
    for (const text of ['canary', 'zq', '金丝', '丝', '雀', 'third']) expect(await site.find(text), text).toEqual([])
    expect(await site.find({ feedback: 'any' })).toEqual([])
    expect(await site.find('caller 7')).toContain('other-7')
    expect(await site.transcriptSearch.feedback('2026-11-30', '2026-11-30')).toEqual([
      { day: '2026-11-30', personaVersion: 3, ups: 0, downs: 1 },
    ])
  })

  test('does not come back with a request that was on its way', async () => {
    const site = newSite()
    await site.file('secret-session', turns)
    await site.transcriptSearch.drop('secret-session')
    await site.file('secret-session', turns)
    await site.file('other', [{}])
    expect(await site.find({})).toEqual(['other'])
    expect(await site.transcriptSearch.standings(['secret-session', 'other', 'nobody'])).toEqual([
      'forgotten',
      'listed',
      'unknown',
    ])
    expect(await site.stored()).not.toContain('canary')

    vi.useFakeTimers({ now: Date.now() + 2 * 60 * 60 * 1000, toFake: ['Date'] })
    try {
      expect(await site.alarm()).toBe(true)
      expect(await site.transcriptSearch.standings(['secret-session'])).toEqual(['unknown'])
    } finally {
      vi.useRealTimers()
    }
  })

  test('disappears with its retention, is hidden before it is swept, and starts again', async () => {
    const site = newSite()
    await site.file('secret-session', turns, { expiresAt: Date.now() + DAY })
    await site.file('other', [{}], { expiresAt: Date.now() + 30 * DAY })
    vi.useFakeTimers({ now: Date.now() + 2 * DAY, toFake: ['Date'] })
    try {
      expect(await site.find({})).toEqual(['other'])
      expect(await site.find('canaryxyz')).toEqual([])
      expect(await site.transcriptSearch.standings(['secret-session'])).toEqual(['unknown'])
      // Its visitor is back before the sweep: what expired is not taken for the beginning of what is new.
      await site.file('secret-session', [{ question: 'anew' }])
      expect(await site.find('canaryxyz')).toEqual([])
      expect(await site.find('second')).toEqual([])
      expect(await site.transcriptSearch.feedback('2026-01-01', '2026-12-31')).toMatchObject([{ downs: 1 }])

      await site.file('third', turns, { expiresAt: Date.now() + 1 })
      vi.setSystemTime(Date.now() + DAY)
      expect(await site.alarm()).toBe(true)
    } finally {
      vi.useRealTimers()
    }
    expect(await site.stored()).not.toContain('canary')
    expect(await site.find({})).toEqual(['other', 'secret-session'])
  })
})

test('ratings count once, for the day they were given on and the version they were given to', async () => {
  const site = newSite()
  const days = () => site.transcriptSearch.feedback('2026-11-01', '2026-12-31')
  const receipts = [1, 2].map((attempt) => ({ seq: 1, attempt, personaVersion: attempt }) as UsageRecord)
  const earlier = { ...turnOf('', {}), feedback: rated('up', NOON) }
  const turns = [{ attempt: 2, personaVersion: 2, earlierAttempts: [earlier], feedback: rated('up', NOON + DAY) }]
  await site.file('s', turns, { receipts })
  await site.file('s', turns, { receipts })
  await site.file('other', [{ feedback: rated('up', NOON + DAY), personaVersion: 2 }])
  expect(await days()).toEqual([
    { day: '2026-11-30', personaVersion: 1, ups: 1, downs: 0 },
    { day: '2026-12-01', personaVersion: 2, ups: 2, downs: 0 },
  ])
  await site.file('s', [{ ...turns[0], feedback: rated('down', NOON + 2 * DAY) }], { receipts })
  expect(await days()).toMatchObject([{ ups: 1 }, { ups: 1, downs: 0 }, { day: '2026-12-02', ups: 0, downs: 1 }])
  await site.file('s', [{ ...turns[0], earlierAttempts: [{ ...earlier, feedback: null }], feedback: null }], {
    receipts,
  })
  expect(await days()).toEqual([{ day: '2026-12-01', personaVersion: 2, ups: 1, downs: 0 }])
  expect(await site.transcriptSearch.feedback('2026-12-02', '2026-12-31')).toEqual([])
})

test('a conversation is found by what went wrong in it, even if another attempt succeeded', async () => {
  const { file, find } = newSite()
  await file('refused', [{ state: 'failed', failure: 'upstream_key_refused' }])
  const earlier = { attempt: 1, question: 'q', answer: '', state: 'failed', failure: 'upstream_timeout' } as const
  await file('again', [
    { attempt: 2, earlierAttempts: [{ ...earlier, finishReason: null, feedback: null, createdAt: '' }] },
  ])
  await file('well', [{}])
  expect(await find({ failure: 'upstream_key_refused' })).toEqual(['refused'])
  expect(await find({ failure: 'upstream_timeout' })).toEqual(['again'])
  expect(await find({ failure: 'answer_cut' })).toEqual([])
})
