/**
 * Cloudflare Turnstile on a page: its script and one challenge.
 *
 * Source: https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/
 */
import { BOT_CHECK_ACTION, TRUSTED_NAME } from '../../protocol/agreed-names.ts'
import { ofPage, ofWindow } from '../page/host-page.ts'

/** The check did not load, or it did not accept the visitor. */
export class Unsolved extends Error {
  readonly why: 'blocked' | 'notPassed'

  constructor(why: 'blocked' | 'notPassed') {
    super(why)
    this.why = why
  }
}

export interface Challenge {
  siteKey: string
  /** The nonce with which the page allows scripts; empty if there is none. */
  nonce: string
  /** A BCP 47 tag in lower case. */
  language: string
  theme: 'light' | 'dark'
  /** Where it appears, if it has to. Turnstile's script finds nothing in a shadow tree. */
  container: HTMLElement
  /** The visitor has to do something. */
  asked(): void
}

interface Turnstile {
  /** The widget's id; nothing if it could not be created. */
  render(container: HTMLElement, parameters: object): string | null | undefined
  remove(id: string): void
}

declare global {
  interface Window {
    turnstile?: Turnstile
    trustedTypes?: TrustedTypes
  }
}

const ADDRESS = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit'
/** Timeout for the script, then for the challenge, until it is solved or asks the visitor. */
const PATIENCE_MS = 20_000
/** Below this width only the compact widget fits. */
const FLEXIBLE_PIXELS = 300

/** Resolves to a token that is valid for five minutes and for one use. @throws Unsolved */
export async function solve({ siteKey, nonce, language, theme, container, asked }: Challenge): Promise<string> {
  const turnstile = await findTurnstile(nonce)
  let id: string | null | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  try {
    return await new Promise((resolve, reject) => {
      const fail = () => {
        reject(new Unsolved('notPassed'))
        return true // handled: otherwise it would throw
      }
      timer = setTimeout(fail, PATIENCE_MS)
      id = turnstile.render(container, {
        sitekey: siteKey,
        action: BOT_CHECK_ACTION,
        appearance: 'interaction-only',
        language,
        theme,
        size: container.clientWidth < FLEXIBLE_PIXELS ? 'compact' : 'flexible',
        // It must not add a field to a form, and only the visitor starts another try.
        'response-field': false,
        retry: 'never',
        'refresh-expired': 'never',
        'refresh-timeout': 'manual',
        callback: resolve,
        'error-callback': fail,
        'timeout-callback': fail,
        'unsupported-callback': fail,
        'before-interactive-callback': () => {
          clearTimeout(timer)
          asked()
        },
      })
    })
  } catch (error) {
    // It throws if the site key is not valid.
    if (!(error instanceof Unsolved)) console.error(error)
    throw new Unsolved('notPassed')
  } finally {
    clearTimeout(timer)
    if (id) turnstile.remove(id)
  }
}

let fetching: Promise<void> | undefined

/** The page may have it already. */
async function findTurnstile(nonce: string): Promise<Turnstile> {
  try {
    if (!ofWindow('turnstile')) await (fetching ??= fetchScript(nonce))
    const turnstile = ofWindow('turnstile')
    if (turnstile) return turnstile
  } catch {
    // Refused by the page's policy, blocked, or no network: handled below.
  }
  fetching = undefined
  console.warn(
    'Inglenook: Turnstile did not load. Does the page let https://challenges.cloudflare.com in (script-src, frame-src; trusted-types inglenook)?',
  )
  throw new Unsolved('blocked')
}

function fetchScript(nonce: string): Promise<void> {
  const script = ofPage('createElement')('script')
  return new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve())
    script.addEventListener('error', reject)
    setTimeout(reject, PATIENCE_MS)
    script.async = true
    script.nonce = nonce
    Reflect.set(script, 'src', trusted(ADDRESS))
    ofPage('head').append(script)
  }).catch((error: unknown) => {
    script.remove()
    throw error
  })
}

interface TrustedTypes {
  createPolicy(name: string, rules: object): { createScriptURL(address: string): unknown }
}

/** For pages that require Trusted Types for script addresses. */
function trusted(address: string): unknown {
  const trustedTypes = ofWindow('trustedTypes')
  try {
    return (
      trustedTypes?.createPolicy(TRUSTED_NAME, { createScriptURL: () => ADDRESS }).createScriptURL(address) ?? address
    )
  } catch {
    return address // the page forbids the policy, so it may not require one
  }
}
