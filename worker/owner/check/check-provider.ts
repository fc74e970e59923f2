import { Failure, type FailureCode } from '../../../protocol/failure.ts'
import type { Finding, FindingReason } from '../../../protocol/schemas/finding.ts'
import type { Site } from '../../../protocol/site.ts'
import { chatRequest } from '../../session/context/prompt.ts'
import { readAtMost } from '../../base/read-at-most.ts'
import { ask } from '../../providers/ask.ts'
import type { callProvider, ProviderRequest } from '../../providers/call.ts'
import { chooseProvider, modelAt, type Provider } from '../../providers/provider-list.ts'

/** With a larger error, the clock will sooner or later refuse valid tokens. */
const CLOCK_SECONDS = 5 * 60
const ERROR_BYTES = 64 * 1024
const WAIT_SECONDS = 15

/** The provider's Date header and error, from the check's request. */
interface Heard {
  date: string | null
  error: string
}

/**
 * Asks the site's own provider for one token, exactly as the site would but without its instructions: this shows what a visitor's
 * next question would get. Only the kind of the provider's error is reported.
 */
export async function checkProvider(
  site: Site,
  providers: () => readonly Provider[],
  call: typeof callProvider,
): Promise<Finding[]> {
  const heard: Heard = { date: null, error: '' }
  try {
    const all = providers()
    // `readiness.ts` reports which.
    if (site.upstream && !all.some(({ name }) => name === site.upstream))
      return [
        ...(['key', 'model', 'quota'] as const).map((about) => unknown(about, 'not_known_yet')),
        clockFinding(null),
      ]
    const provider = chooseProvider(all, site.upstream)
    const model = modelAt(provider, provider, site)
    const request = chatRequest({ ...site, maxTokens: 1 }, [{ role: 'user', content: 'Hi' }])
    const body = provider.dialect.body(provider, model, request)
    const failure = await firstFailure(provider, { model, body }, listening(call, heard))
    return [...providerFindings(failure, heard.error, { provider: provider.name, model }), clockFinding(heard.date)]
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [...unknownBut('key', 'providers_wrong', error.detail ?? ''), clockFinding(null)]
  }
}

async function firstFailure(
  provider: Provider,
  request: ProviderRequest,
  call: typeof callProvider,
): Promise<FailureCode | null> {
  const deadlines = { firstByteSeconds: WAIT_SECONDS, wholeSeconds: WAIT_SECONDS }
  try {
    const signal = new AbortController().signal
    // Not all providers respect the limit: the first word is enough, and leaving the loop closes the connection.
    for await (const { text } of ask(provider, request, { signal, deadlines, call })) if (text) break
    return null
  } catch (error) {
    if (error instanceof Failure) return error.code
    throw error
  }
}

const listening =
  (call: typeof callProvider, heard: Heard): typeof callProvider =>
  async (...asked) => {
    const response = await call(...asked)
    heard.date = response.headers.get('date')
    if (response.status < 400 || !response.body) return response
    heard.error = new TextDecoder().decode((await readAtMost(response.body, ERROR_BYTES)) ?? new Uint8Array())
    return new Response(null, response)
  }

const well = (about: Finding['about']): Finding => ({ about, state: 'well', reason: '', detail: '' })
const wrong = (about: Finding['about'], reason: FindingReason, detail = ''): Finding => ({
  about,
  state: 'wrong',
  reason,
  detail,
})
const unknown = (about: Finding['about'], reason: FindingReason): Finding => ({
  about,
  state: 'unknown',
  reason,
  detail: '',
})

/** One of the three is wrong; those before it are known to be fine. */
function unknownBut(about: 'key' | 'model' | 'quota', reason: FindingReason, detail: string): Finding[] {
  const found = wrong(about, reason, detail)
  if (about === 'key') return [found, unknown('model', 'not_known_yet'), unknown('quota', 'not_known_yet')]
  return about === 'model'
    ? [well('key'), found, unknown('quota', 'not_known_yet')]
    : [well('key'), unknown('model', 'not_known_yet'), found]
}

const ALL_WELL = [well('key'), well('model'), well('quota')]

function providerFindings(
  code: FailureCode | null,
  error: string,
  { provider, model }: { provider: string; model: string },
): Finding[] {
  switch (code) {
    case 'upstream_not_configured':
      return unknownBut('key', 'key_missing', provider)
    case 'upstream_key_refused':
      return unknownBut('key', 'key_refused', provider)
    case 'upstream_no_credit':
      return unknownBut('quota', 'no_credit', provider)
    case 'upstream_model_unknown':
      return unknownBut('model', 'model_unknown', model)
    case 'upstream_rate_limited':
      return unknownBut('quota', /insufficient_quota/.test(error) ? 'quota_used' : 'rate_limited', provider)
    case 'upstream_refused':
      // Some providers say with 400 what others say with 401 and 404.
      if (/api[ _-]?key/i.test(error)) return unknownBut('key', 'key_refused', provider)
      if (/model[ _]not[ _]found|model_not_exist|(unknown|invalid)[ _]model/i.test(error))
        return unknownBut('model', 'model_unknown', model)
      // Too short for a reasoning model: it has accepted everything else.
      if (/max_(completion_)?tokens|output limit/i.test(error)) return ALL_WELL
      return unknownBut('model', 'request_refused', model)
    case 'upstream_bad_reply':
      return unknownBut('key', 'not_an_api', provider)
    case 'upstream_timeout':
      return unknownBut('key', 'provider_slow', provider).map((finding) => ({ ...finding, state: 'unknown' }))
    case 'upstream_unavailable':
      return unknownBut('key', 'provider_unreachable', provider).map((finding) => ({ ...finding, state: 'unknown' }))
    default:
      // It answered, though not well: one token is not a sentence.
      return ALL_WELL
  }
}

function clockFinding(date: string | null): Finding {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return unknown('clock', 'no_date')
  const ahead = Math.round((Date.now() - theirs) / 1000)
  return Math.abs(ahead) > CLOCK_SECONDS ? wrong('clock', 'clock_off', String(ahead)) : well('clock')
}
