/** What a deployment needs to know, and which answers are invalid. */
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

/** Each returns what is wrong, or nothing. */
export const PROBLEMS = {
  /** A Worker's name is part of its address: https://developers.cloudflare.com/workers/configuration/routing/workers-dev/ */
  worker: (name: string) =>
    /^[a-z0-9]([a-z0-9-]{0,52}[a-z0-9])?$/.test(name)
      ? undefined
      : 'Use lower-case letters, digits and hyphens, at most 54, with no hyphen at either end.',
  site: (name: string) =>
    isOwnSiteName(name) ? undefined : 'Use lower-case letters, digits and hyphens, at most 63; not `preview-…`.',
  origins(text: string) {
    const origins = originsIn(text)
    if (origins.length === 0)
      return 'Enter at least one, as the address bar shows it, without a path: https://shop.example.'
    return origins.map((origin) => whyNotOrigin(origin)).find((why) => why !== null) ?? undefined
  },
  baseUrl(address: string) {
    const problem = baseUrlProblem(address, 'public')
    return problem === undefined ? undefined : `The provider’s address: ${problem}.`
  },
  model: (name: string) =>
    name !== '' && name.length <= 120 ? undefined : 'Enter the name of a model, at most 120 characters.',
  key: (key: string) =>
    /^[\x21-\x7e]+$/.test(key)
      ? undefined
      : 'A key has no spaces or line breaks. Check that you pasted all of it, and only once.',
} as const

/** Separated by spaces or commas. Obvious slips are corrected: `shop.example/` becomes `https://shop.example`. */
export const originsIn = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((origin) => originFault(origin)?.meant ?? origin)

/** A site name from an origin: `https://www.shop.example` becomes `shop`. */
export function siteOf(origin: string): string {
  const labels = (URL.parse(origin.replace('*.', ''))?.hostname ?? '').replace(/^www\./, '').split('.')
  return isOwnSiteName(labels[0] ?? '') ? (labels[0] ?? '') : 'demo'
}

/** An origin that this entry of the list allows: the check acts as a page there. */
export const pageOrigin = (entry: string): string => entry.replace('//*.', '//www.')
