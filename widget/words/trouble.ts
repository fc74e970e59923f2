import type { FailureCode } from '../../protocol/failure.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Trouble } from './words.ts'

/** What is not here is `general`. */
const CODES: Partial<Record<Trouble, readonly (FailureCode | 'offline' | 'unreadable')[]>> = {
  busy: ['busy', 'upstream_rate_limited'],
  notSetUp: ['upstream_not_configured', 'site_misconfigured', 'unknown_site', 'origin_not_allowed'],
  unavailable: [
    'upstream_unavailable',
    'upstream_key_refused',
    'upstream_no_credit',
    'upstream_model_unknown',
    'upstream_bad_reply',
    'answer_needs_tool',
    'history_unavailable',
    'unreadable',
  ],
  timeout: ['upstream_timeout'],
  refused: ['upstream_refused', 'answer_filtered'],
  cut: ['answer_cut', 'answer_too_long'],
  tooLong: ['text_too_long', 'body_too_large'],
  offline: ['offline'],
}

export function troubleOf(code: RefusalCode): Trouble {
  let trouble: Trouble
  for (trouble in CODES) if (CODES[trouble]?.some((each) => each === code)) return trouble
  return 'general'
}
