import type { FailureCode } from '../../protocol/failure.ts'
import type { RefusalCode } from '../api/refusal.ts'
import type { Trouble } from './words.ts'

/** Every other code is `general`. */
const TROUBLES: Partial<Record<FailureCode | 'offline' | 'no_origin' | 'unreadable', Trouble>> = {
  upstream_not_configured: 'notSetUp',
  site_misconfigured: 'notSetUp',
  unknown_site: 'notSetUp',
  origin_not_allowed: 'notSetUp',
  site_paused: 'paused',
  no_origin: 'notHere',
  history_unavailable: 'unavailable',
  session_unavailable: 'unavailable',
  unreadable: 'unavailable',
  offline: 'offline',
}

const isKnown = (code: string): code is keyof typeof TROUBLES => Object.hasOwn(TROUBLES, code)

export const troubleOf = (code: RefusalCode): Trouble => (isKnown(code) && TROUBLES[code]) || 'general'
