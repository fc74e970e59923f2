import { errorText } from '../base/log.ts'
import { Failure } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'
import type { Site } from '../../protocol/site.ts'
import { BOT_CHECK_ACTION } from '../../protocol/agreed-names.ts'
import { BOT_CHECK_CHARACTERS } from '../../protocol/sizes.ts'
import { readAtMost } from '../base/read-at-most.ts'
import { addressOf } from '../http/caller.ts'

/** Where a site asks for Turnstile, allows a session only after the check was passed on this page. */
export interface BotCheck {
  /** What is missing on a site that asks for the check, so that nobody gets in; null if nothing is. */
  missing(site: Pick<Site, 'botCheck' | 'turnstileSiteKey'>): 'site key' | 'secret' | null
  /**
   * @param body of the request; its `botCheck` is the token that Turnstile gave the page.
   * @param origin of the request.
   * @throws Failure `bot_check_required`, `bot_check_failed`, `bot_check_unavailable`, `site_misconfigured`; `invalid_body`.
   */
  require(site: Site, body: unknown, origin: string, request: Request): Promise<void>
}

interface Deployment {
  /** `<site key>:<secret>` separated by spaces. */
  secrets: string
  /** Where tokens are verified. Only a stand-in on this machine has another address. */
  siteverify: string
}

/** What a page's policy has to allow, as a script and as a frame. */
export const TURNSTILE_SCRIPT = 'https://challenges.cloudflare.com/turnstile/v0/api.js'
export const SITEVERIFY = 'https://challenges.cloudflare.com/turnstile/v0/siteverify'

/** Twice this must be less than the time that the widget waits for an answer. */
const WAIT_MILLISECONDS = 5_000
/** A verdict is a few hundred bytes. */
const VERDICT_BYTES = 16 * 1024
/** How long a token is valid. */
const TOKEN_MILLISECONDS = 5 * 60 * 1000
/** Clock skew between two machines. */
const SKEW_MILLISECONDS = 60 * 1000
const RETRY_SECONDS = 5

/**
 * Source: https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
 *
 * Anything but a fully positive verdict is a refusal, so an outage lets nobody in.
 */
export function turnstile({ secrets, siteverify }: Deployment): BotCheck {
  return {
    missing({ botCheck, turnstileSiteKey }) {
      if (botCheck !== 'turnstile' || secretOf(secrets, turnstileSiteKey) !== '') return null
      return turnstileSiteKey === '' ? 'site key' : 'secret'
    },
    async require({ botCheck, turnstileSiteKey }, body, origin, request) {
      if (botCheck !== 'turnstile') return
      // Checked before the token: a site that can let nobody in reports the reason to everybody.
      const secret = secretOf(secrets, turnstileSiteKey)
      if (secret === '') {
        const detail = turnstileSiteKey && 'TURNSTILE_SECRETS has no secret for turnstileSiteKey'
        throw new Failure('site_misconfigured', { detail: detail || 'turnstileSiteKey is empty' })
      }
      const response = readToken(body)
      const ip = addressOf(request)
      const verdict = await verdictOn({ secret, response, ...(ip !== null && { remoteip: ip }) }, siteverify)
      if (field(verdict, 'success') !== true) throw refusedFor(field(verdict, 'error-codes'))
      const problem = problemOf(verdict, new URL(origin).hostname, Date.now())
      if (problem !== null) throw failed(problem)
    },
  }
}

/** Empty if there is none. */
function secretOf(secrets: string, siteKey: string): string {
  const pair = secrets.split(/\s+/).find((each) => siteKey !== '' && each.startsWith(`${siteKey}:`))
  return pair?.slice(siteKey.length + 1) ?? ''
}

function readToken(body: unknown): string {
  const token = field(body, 'botCheck') ?? ''
  if (typeof token !== 'string') throw new Failure('invalid_body', { param: 'botCheck' })
  if (token === '') throw new Failure('bot_check_required')
  if (token.length > BOT_CHECK_CHARACTERS) throw failed(`a token of ${token.length} characters`)
  return token
}

/** Two tries at most, with one idempotency key: if the first verdict was lost, the second try is not taken for a reused token. */
async function verdictOn(asked: object, siteverify: string): Promise<unknown> {
  const body = JSON.stringify({ ...asked, idempotency_key: crypto.randomUUID() })
  try {
    return await ask(body, siteverify)
  } catch {
    try {
      return await ask(body, siteverify)
    } catch (error) {
      const detail = errorText(error).slice(0, 200)
      throw new Failure('bot_check_unavailable', { detail, retryAfterSeconds: RETRY_SECONDS })
    }
  }
}

/** @throws whatever `fetch` throws, and an Error if the reply is not a verdict or asks for a retry. */
async function ask(body: string, siteverify: string): Promise<unknown> {
  const response = await fetch(siteverify, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    // A redirect would carry the secret along.
    redirect: 'manual',
    signal: AbortSignal.timeout(WAIT_MILLISECONDS),
  })
  if (response.status >= 500 || (response.status >= 300 && response.status < 400) || response.body === null) {
    await response.body?.cancel()
    throw new Error(`siteverify: status ${response.status}`)
  }
  const bytes = await readAtMost(response.body, VERDICT_BYTES)
  const verdict = bytes && parse(bytes)
  if (typeof field(verdict, 'success') !== 'boolean') throw new Error('siteverify: no verdict')
  if (namesOf(field(verdict, 'error-codes')).includes('internal-error')) throw new Error('siteverify: internal-error')
  return verdict
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null // not a verdict
  }
}

/** Why a token is refused that Cloudflare found genuine: it was solved elsewhere, for something else, or long ago. */
function problemOf(verdict: unknown, hostname: string, now: number): string | null {
  if (field(verdict, 'hostname') !== hostname) return `solved on another host: ${shown(field(verdict, 'hostname'))}`
  if (field(verdict, 'action') !== BOT_CHECK_ACTION) return `for another action: ${shown(field(verdict, 'action'))}`
  const age = now - Date.parse(String(field(verdict, 'challenge_ts')))
  // An invalid time gives no age, so it does not count as recent.
  return age <= TOKEN_MILLISECONDS && age >= -SKEW_MILLISECONDS ? null : 'not solved in the last five minutes'
}

function refusedFor(codes: unknown): Failure {
  const names = namesOf(codes)
  const detail = names.join(' ').slice(0, 200)
  const isOurs = names.some((name) => name === 'missing-input-secret' || name === 'invalid-input-secret')
  return isOurs ? new Failure('site_misconfigured', { detail: `TURNSTILE_SECRETS: ${detail}` }) : failed(detail)
}

/** Codes consist of letters and hyphens; nothing else from the reply gets into a log. */
const namesOf = (codes: unknown): string[] =>
  Array.isArray(codes) ? codes.map(String).filter((code) => /^[a-z-]{1,40}$/.test(code)) : []

const shown = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 100) : typeof value)

const failed = (detail: string): Failure => new Failure('bot_check_failed', { detail })
