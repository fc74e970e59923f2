/** What a deployment has to be told, and what is no answer. */
import { originFault, whyNotOrigin } from '../../protocol/origin-fault.ts'
import { isOwnSiteName } from '../../protocol/site.ts'
import { baseUrlProblem } from '../../worker/providers/base-url.ts'

export interface Answers {
  worker: string
  site: string
  origins: string[]
  baseUrl: string
  model: string
}

export const OPENAI = 'https://api.openai.com/v1'

/** Each says what is wrong, or nothing. */
export const PROBLEMS = {
  /** Of a Worker and, with it, of a label in its address: https://developers.cloudflare.com/workers/configuration/routing/workers-dev/ */
  worker: (name: string) =>
    /^[a-z0-9]([a-z0-9-]{0,52}[a-z0-9])?$/.test(name)
      ? undefined
      : 'Lower-case letters, digits and hyphens, 54 at most, no hyphen at either end.',
  site: (name: string) =>
    isOwnSiteName(name) ? undefined : 'Lower-case letters, digits and hyphens, 63 at most; not `preview-…`.',
  origins(text: string) {
    const origins = originsIn(text)
    if (origins.length === 0) return 'At least one: https://shop.example, as the address bar shows it, without a path.'
    return origins.map((origin) => whyNotOrigin(origin)).find((why) => why !== null) ?? undefined
  },
  baseUrl(address: string) {
    const problem = baseUrlProblem(address, 'public')
    return problem === undefined ? undefined : `The provider’s address: ${problem}.`
  },
  model: (name: string) =>
    name !== '' && name.length <= 120 ? undefined : 'The name of a model, 120 characters at most.',
  key: (key: string) =>
    /^[\x21-\x7e]+$/.test(key)
      ? undefined
      : 'A key has neither spaces nor line breaks: was all of it pasted, and once?',
} as const

/** Separated by spaces or commas. What was obviously meant is taken: `shop.example/` is `https://shop.example`. */
export const originsIn = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((origin) => originFault(origin)?.meant ?? origin)

/** A name for the site of an origin: `https://www.shop.example` is `shop`. */
export function siteOf(origin: string): string {
  const labels = (URL.parse(origin.replace('*.', ''))?.hostname ?? '').replace(/^www\./, '').split('.')
  return isOwnSiteName(labels[0] ?? '') ? (labels[0] ?? '') : 'demo'
}

/** An origin that a list with this entry has: a page there is what the check plays. */
export const pageOrigin = (entry: string): string => entry.replace('//*.', '//www.')
