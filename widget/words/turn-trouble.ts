import type { FailureCode } from '../../protocol/failure.ts'
import type { RefusalCode } from '../api/refusal.ts'
import { troubleOf } from './trouble.ts'
import type { TurnsWords, TurnTrouble, Words } from './words.ts'

const CODES: Readonly<Record<TurnTrouble | 'unavailable', readonly FailureCode[]>> = {
  busy: ['busy', 'upstream_rate_limited', 'rate_limited'],
  unavailable: [
    'upstream_unavailable',
    'upstream_key_refused',
    'upstream_no_credit',
    'upstream_model_unknown',
    'upstream_bad_reply',
    'answer_needs_tool',
  ],
  timeout: ['upstream_timeout'],
  refused: ['upstream_refused', 'answer_filtered'],
  cut: ['answer_cut', 'answer_too_long'],
  tooLong: ['text_too_long', 'body_too_large'],
  conversationFull: ['session_limit_reached'],
  enoughToday: ['visitor_limit_reached'],
  enoughHere: ['site_limit_reached'],
}

// A page may have given every object more names.
const NAMES: readonly (keyof typeof CODES)[] = [
  'busy',
  'unavailable',
  'timeout',
  'refused',
  'cut',
  'tooLong',
  'conversationFull',
  'enoughToday',
  'enoughHere',
]

/** What a visitor reads below a turn that did not end well. */
export function turnTroubleIn({ trouble, turnTrouble }: Words & TurnsWords, code: RefusalCode): string {
  const said = { ...turnTrouble, unavailable: trouble.unavailable }
  const name = NAMES.find((name) => CODES[name].some((each) => each === code))
  return name ? said[name] : trouble[troubleOf(code)]
}

/** What the visitor, or time, mends: there is nothing that the owner should be told. */
const OWN: readonly (keyof typeof CODES)[] = ['busy', 'tooLong', 'conversationFull', 'enoughToday', 'enoughHere']

export const needsOwner = (code: RefusalCode): boolean =>
  code !== 'site_paused' && !OWN.some((name) => CODES[name].some((each) => each === code))
