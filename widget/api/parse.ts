/**
 * The door: data from the Worker is `unknown` until it has been read here. Only what the widget shows is read. A missing
 * value becomes one that shows nothing.
 */
import { COLOR_SCHEMES, type ColorScheme } from '../../protocol/color-scheme.ts'
import type { QuestionParts } from '../../protocol/schemas/question.ts'
import type { SiteView } from '../../protocol/site.ts'
import type { Feedback as WholeFeedback, Turn, TurnHead, TurnState } from '../../protocol/schemas/turn.ts'
import type { SessionToken } from '../../protocol/schemas/session.ts'
import type { RefusalCode } from './refusal.ts'

export type Feedback = Pick<WholeFeedback, 'rating' | 'comment'>

type Outcome = Pick<TurnHead, 'attempt' | 'state' | 'finishReason'> & { failure: RefusalCode | null }
/** `createdAt` is in milliseconds since 1970, or 0 if it is unknown. */
export type Head = Outcome & Pick<TurnHead, 'id' | 'seq'> & { createdAt: number }
/** What a question has besides its text. */
export type AskedParts = { [Part in keyof QuestionParts]?: QuestionParts[Part] | undefined }
export interface AskedQuestion extends AskedParts {
  /** A UUID. The same id is the same turn, however often it is sent. */
  id: string
  text: string
}
/** One answer, and the question it answered. */
export type Attempt = Outcome & Pick<Turn, 'question' | 'answer'> & { feedback: Feedback | null }
export type PastTurn = Head & Attempt & Pick<Turn, 'lastEventId'> & { parts: AskedParts; earlier: Attempt[] }

/** One event of a turn's stream. `id` is `<seq>.<n>`. */
export type News = { id: string } & (
  | { event: 'accepted' | 'done'; turn: Head }
  | { event: 'delta'; text: string }
  | { event: 'failed'; turn: Head; code: RefusalCode }
  | { event: 'snapshot'; turn: PastTurn }
)

type Fields = Partial<Record<string, unknown>>
export const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {})
export const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null)
export const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
/** `other` is anything newer than this widget. */
const oneOf = <T>(value: unknown, other: T, ...known: T[]): T => known.find((each) => each === value) ?? other

/**
 * The parts of a question in the outbox, in another tab's message or in the history. This decides which of them outlive the
 * page. Every part is named here, once.
 */
const readParts = (): Required<AskedParts> => ({
  // Where another page sends the question, it would be wrong.
  page: undefined,
})

/** A question in the outbox or in another tab's message. */
export function readQuestion(value: unknown): AskedQuestion {
  const { id, text: words } = fields(value)
  return { id: text(id), text: text(words), ...readParts() }
}

function readOutcome(value: unknown): Outcome {
  const { attempt, state, finishReason, failure } = fields(value)
  return {
    attempt: number(attempt),
    state: oneOf<TurnState>(state, 'interrupted', 'queued', 'streaming', 'complete', 'stopped', 'failed'),
    finishReason: textOrNull(finishReason),
    failure: textOrNull(failure),
  }
}

function readHead(value: unknown): Head {
  const { id, seq, createdAt } = fields(value)
  return { ...readOutcome(value), id: text(id), seq: number(seq), createdAt: Date.parse(text(createdAt)) || 0 }
}

function readAttempt(value: unknown): Attempt {
  const { question, answer, feedback } = fields(value)
  return { ...readOutcome(value), question: text(question), answer: text(answer), feedback: readFeedback(feedback) }
}

function readFeedback(value: unknown): Feedback | null {
  const { rating, comment } = fields(value)
  const known = oneOf(rating, null, 'up', 'down')
  return known || comment ? { rating: known, comment: text(comment) } : null
}

function readTurn(value: unknown): PastTurn {
  const { earlierAttempts, lastEventId } = fields(value)
  return {
    ...readHead(value),
    ...readAttempt(value),
    parts: readParts(),
    earlier: list(earlierAttempts).map(readAttempt),
    lastEventId: textOrNull(lastEventId),
  }
}

/** An empty token means: keep the current one. */
export type History = SessionToken & { turns: PastTurn[] }

export const readHistory = (value: unknown): History => ({
  turns: list(fields(value).turns).map(readTurn),
  ...readToken(value),
})

export function readToken(value: unknown): SessionToken {
  const { token, expiresAt } = fields(value)
  return { token: text(token), expiresAt: text(expiresAt) }
}

export const readCode = (value: unknown): string => text(fields(fields(value).error).code)

/** `undefined` for an event newer than this widget. */
export function readNews(id: string, event: string, value: unknown): News | undefined {
  const { turn, text: words } = fields(value)
  switch (event) {
    case 'accepted':
    case 'done':
      return { id, event, turn: readHead(turn) }
    case 'delta':
      return { id, event, text: text(words) }
    case 'failed':
      return { id, event, turn: readHead(turn), code: readCode(value) }
    case 'snapshot':
      return { id, event, turn: readTurn(turn) }
    default:
      return undefined
  }
}

export const readColorScheme = (value: unknown): ColorScheme => oneOf<ColorScheme>(value, ...COLOR_SCHEMES)

/** The bot check's own module reads the rest. */
export type ShownSite = Omit<SiteView, 'botCheck' | 'turnstileSiteKey'>

export function readSite(value: unknown): ShownSite {
  const site = fields(value)
  return {
    name: text(site.name),
    avatar: text(site.avatar),
    greeting: text(site.greeting),
    starterPrompts: list(site.starterPrompts).map(text).filter(Boolean),
    placeholder: text(site.placeholder),
    disclaimer: text(site.disclaimer),
    colorScheme: readColorScheme(site.colorScheme),
    accent: text(site.accent),
    locale: text(site.locale),
    position: oneOf(site.position, 'bottom-right', 'bottom-left', 'right', 'left', 'full'),
    offsetX: number(site.offsetX),
    offsetY: number(site.offsetY),
    radius: number(site.radius),
    density: oneOf(site.density, 'comfortable', 'compact'),
    zIndex: number(site.zIndex),
    imageHosts: list(site.imageHosts).map(text),
    pageContext: oneOf(site.pageContext, 'off', 'on'),
    notice: text(site.notice),
  }
}
