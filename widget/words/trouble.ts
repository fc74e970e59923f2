import type { FailureCode } from '../../protocol/failure.ts'
import type { RefusalCode } from '../refusal.ts'
import type { Trouble } from './words.ts'

/** What is not here is `general`. */
const CODES: Partial<Record<Trouble, readonly (FailureCode | 'offline' | 'unreadable')[]>> = {
  notSetUp: ['upstream_not_configured', 'site_misconfigured', 'unknown_site', 'origin_not_allowed', 'site_paused'],
  unavailable: ['history_unavailable', 'session_unavailable', 'unreadable'],
  offline: ['offline'],
}

export function troubleOf(code: RefusalCode): Trouble {
  let trouble: Trouble
  for (trouble in CODES) if (CODES[trouble]?.some((each) => each === code)) return trouble
  return 'general'
}
