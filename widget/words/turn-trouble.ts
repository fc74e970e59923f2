import type { FailureCode } from '../../protocol/failure.ts'
import type { RefusalCode } from '../api/refusal.ts'
import { troubleOf } from './trouble.ts'
import type { TurnsWords, TurnTrouble, Words } from './words.ts'

const TROUBLES: Readonly<Partial<Record<FailureCode, TurnTrouble | 'unavailable'>>> = {
  busy: 'busy',
  upstream_rate_limited: 'busy',
  rate_limited: 'busy',
  upstream_unavailable: 'unavailable',
  upstream_key_refused: 'unavailable',
  upstream_no_credit: 'unavailable',
  upstream_model_unknown: 'unavailable',
  upstream_bad_reply: 'unavailable',
  answer_needs_tool: 'unavailable',
  upstream_timeout: 'timeout',
  upstream_refused: 'refused',
  answer_filtered: 'refused',
  answer_cut: 'cut',
  answer_too_long: 'cut',
  text_too_long: 'tooLong',
  body_too_large: 'tooLong',
  session_limit_reached: 'conversationFull',
  visitor_limit_reached: 'enoughToday',
  site_limit_reached: 'enoughHere',
}

// A page may have added properties to every object.
const isKnown = (code: string): code is keyof typeof TROUBLES => Object.hasOwn(TROUBLES, code)
const turnTroubleOf = (code: RefusalCode) => (isKnown(code) ? TROUBLES[code] : undefined)

/** The message below a turn that did not end well. */
export function turnTroubleIn({ trouble, turnTrouble }: Words & TurnsWords, code: RefusalCode): string {
  const name = turnTroubleOf(code)
  return name ? { ...turnTrouble, unavailable: trouble.unavailable }[name] : trouble[troubleOf(code)]
}

/** The visitor can fix these, or they pass: no need to tell the owner. */
const NOT_FOR_OWNER: ReadonlySet<string | undefined> = new Set([
  'busy',
  'tooLong',
  'conversationFull',
  'enoughToday',
  'enoughHere',
] satisfies TurnTrouble[])

export const needsOwner = (code: RefusalCode): boolean =>
  code !== 'site_paused' && !NOT_FOR_OWNER.has(turnTroubleOf(code))
