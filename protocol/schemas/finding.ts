/** What may keep a chat from working. */
import * as v from 'valibot'
import { CHECKED_PAGE_CHARACTERS } from '../sizes.ts'
import { text } from './primitives.ts'

export const checkRequest = v.object({ page: v.pipe(text, v.maxLength(CHECKED_PAGE_CHARACTERS)) })

const findingReason = v.picklist([
  // page; also why the tag and the policy of a page are unknown
  'address_refused',
  'redirect_refused',
  'too_many_redirects',
  'page_unreachable',
  'page_slow',
  'page_status',
  'page_guarded',
  'not_html',
  'page_unread',
  'page_too_deep',
  // tag
  'tag_missing',
  'tag_by_manager',
  'tag_too_far',
  'tag_elsewhere',
  'tag_no_site',
  'tag_other_site',
  'tag_not_async',
  'tag_held_back',
  'tag_old',
  'tag_integrity',
  'tag_no_crossorigin',
  'tag_other_looks',
  // origin
  'origin_none',
  'origin_missing',
  'origin_in_draft',
  // csp; the detail is the whole directive as it should be
  'script_blocked',
  'nonce_missing',
  'requests_blocked',
  'pictures_blocked',
  'frames_blocked',
  'types_blocked',
  'upstream_unknown',
  // key, model, quota
  'providers_wrong',
  'key_missing',
  'key_refused',
  'provider_unreachable',
  'provider_slow',
  'not_an_api',
  'not_known_yet',
  'model_unknown',
  'request_refused',
  'no_credit',
  'quota_used',
  'rate_limited',
  // clock; the detail is how many seconds the Worker's clock is ahead
  'no_date',
  'clock_off',
  // price, for a spending limit; the detail names the provider and model: `openai: gpt-4.1-mini`
  'price_unknown',
  'notes_price_unknown',
  // instructions; the detail is the first of the lines
  'lines_to_fill',
  'paused',
  // bots
  'bots_site_key',
  'bots_secret',
  // identity
  'identity_key',
])
export type FindingReason = v.InferOutput<typeof findingReason>

/** There may be several findings about `csp`. */
export const finding = v.object({
  about: v.picklist([
    'page',
    'tag',
    'origin',
    'csp',
    'upstream',
    'key',
    'model',
    'quota',
    'clock',
    'price',
    'instructions',
    'paused',
    'bots',
    'identity',
  ]),
  state: v.picklist(['well', 'wrong', 'unknown']),
  /** Why, for the console to put into words; empty when all is well. */
  reason: v.picklist(['', ...findingReason.options]),
  /** The detail for that sentence: an address, a header's directive, a model. */
  detail: text,
})
export type Finding = v.InferOutput<typeof finding>

export const findings = v.object({ findings: v.array(finding) })
