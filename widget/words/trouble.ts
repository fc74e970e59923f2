import type { FailureCode } from '../../protocol/failure.ts'
import type { RefusalCode } from '../api/refusal.ts'
import type { Trouble } from './words.ts'

/** What is not here is `general`. */
const CODES: Partial<Record<Trouble, readonly (FailureCode | 'offline' | 'no_origin' | 'unreadable')[]>> = {
  notSetUp: ['upstream_not_configured', 'site_misconfigured', 'unknown_site', 'origin_not_allowed'],
  paused: ['site_paused'],
  notHere: ['no_origin'],
  unavailable: ['history_unavailable', 'session_unavailable', 'unreadable'],
  offline: ['offline'],
}

const TROUBLES: readonly Trouble[] = ['notSetUp', 'paused', 'notHere', 'unavailable', 'offline']

export function troubleOf(code: RefusalCode): Trouble {
  return TROUBLES.find((trouble) => CODES[trouble]?.some((each) => each === code)) ?? 'general'
}
