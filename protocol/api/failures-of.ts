import type { FailureCode } from '../failure.ts'
import type { Address, Caller } from './address.ts'

/** Why a caller may be refused, and what may be wrong with the request. */
const BY_CALLER: Readonly<Record<Caller, readonly FailureCode[]>> = {
  anybody: [],
  visitor: [
    'token_missing',
    'token_invalid',
    'token_expired',
    'session_forgotten',
    'unknown_site',
    'site_misconfigured',
    'origin_not_allowed',
    'internal',
    'history_unavailable',
    'session_unavailable',
  ],
  console: ['owner_signed_out', 'csrf_missing', 'access_refused', 'internal'],
  owner: [
    'owner_signed_out',
    'csrf_missing',
    'access_refused',
    'invalid_api_key',
    'too_many_failures',
    'owner_key_not_set',
    'owner_key_too_short',
    'internal',
  ],
  program: [
    'invalid_api_key',
    'too_many_failures',
    'owner_key_not_set',
    'owner_key_too_short',
    'site_misconfigured',
    'internal',
  ],
}
const OF_BODY: readonly FailureCode[] = ['not_json_type', 'not_json', 'invalid_body', 'body_too_large']

/** Everything that may be returned instead of the answer: for the caller, the site or the body, or by the address itself. */
export function failuresOf({ by, path, body, fails = [] }: Address): FailureCode[] {
  const ofSite: readonly FailureCode[] = path.includes('/:site') ? ['unknown_site'] : []
  return [...new Set([...BY_CALLER[by], ...ofSite, ...(body ? OF_BODY : []), ...fails])]
}
