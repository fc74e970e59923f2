/** Conversations of typical length, the same in every run, and how a provider would count their tokens. */
import { estimate } from '../../worker/base/tokens/estimate.ts'

export const LANGUAGES = ['English', 'Chinese', 'code'] as const
export type Language = (typeof LANGUAGES)[number]

export interface Exchange {
  question: string
  answer: string
}

/** In the provider's tokens. Answers vary by half around this; now and then one is three times as long. */
const PERSONA_TOKENS = 60
const QUESTION_TOKENS = 30
const ANSWER_TOKENS = 220
/** A text ends with the sentence that comes closest to its length. */
const SENTENCE_TOKENS = 12

/**
 * Our estimate for one token of a provider (`o200k_base`, in test/support/texts/prose.ts). The benchmark lets it
 * be wrong, so that the corrections have something to do.
 */
const ESTIMATED: Readonly<Record<Language, number>> = { English: 1.22, Chinese: 1.31, code: 1.4 }

const PARTS: Readonly<Record<Language, { parts: readonly string[]; between: string; end: string }>> = {
  English: {
    parts:
      'the delivery takes three working days and you can follow it with number from our mail please send us an order that was returned before Monday when price changes for larger boxes because warehouse in Hamburg counts every parcel again'.split(
        ' ',
      ),
    between: ' ',
    end: '. ',
  },
  Chinese: {
    parts:
      '配送 一般 需要 三个 工作日 您 可以 用 订单号 查询 如果 包裹 已经 退回 请 联系 我们 的 客服 仓库 每天 都会 重新 清点 价格 星期一 会 有 变化'.split(
        ' ',
      ),
    between: '',
    end: '。',
  },
  code: {
    parts: [
      'const total = items.reduce((sum, item) => sum + item.price, 0)',
      'if (response.status !== 200) throw new Error(`status ${response.status}`)',
      'for (const [key, value] of Object.entries(options)) url.searchParams.set(key, value)',
      'export async function readOrder(id: string): Promise<Order | null> {',
      '  return await store.get(`order:${id}`)',
      '}',
      'await Promise.all(parcels.map((parcel) => track(parcel.number)))',
    ],
    between: '\n',
    end: '\n',
  },
}

export interface Conversation {
  persona: string
  exchanges: Exchange[]
  /** How many tokens the provider counts in a text. */
  count(text: string): number
}

export function conversation(language: Language, turns: number, seed: number): Conversation {
  const next = seeded(seed)
  const counted = new Map<string, number>()
  const count = (text: string) => {
    const known = counted.get(text) ?? Math.round(estimate(text) / ESTIMATED[language])
    counted.set(text, known)
    return known
  }
  const around = (tokens: number) => tokens * (0.5 + next())
  const write = (tokens: number) => text(language, tokens * ESTIMATED[language], next)
  return {
    persona: write(PERSONA_TOKENS),
    exchanges: Array.from({ length: turns }, () => ({
      question: write(around(QUESTION_TOKENS)),
      // 0.92 of the others and 0.08 long ones, so the mean stays correct.
      answer: write(next() < 0.08 ? ANSWER_TOKENS * 3 : around(ANSWER_TOKENS) * 0.826),
    })),
    count,
  }
}

function text(language: Language, tokens: number, next: () => number): string {
  const { parts, between, end } = PARTS[language]
  let text = ''
  for (let written = 0; written < tokens - SENTENCE_TOKENS / 2; written = estimate(text)) {
    const sentence = Array.from({ length: 4 + Math.floor(next() * 8) }, () => parts[Math.floor(next() * parts.length)])
    text += (language === 'code' ? sentence.slice(0, 1) : sentence).join(between) + end
  }
  return text
}

/** mulberry32. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
