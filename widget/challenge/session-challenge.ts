/**
 * Opens a session on a site that requires a bot check or a proof of identity. Fetched when the page provides a proof or the
 * Worker has asked for something. Nothing of Turnstile's is requested before that. The visitor sees nothing of it unless
 * there is something to do or something went wrong.
 */
import type { ReadonlySignal } from '@preact/signals'
import type { SessionRequest, SessionToken } from '../../protocol/schemas/session.ts'
import type { Attributes } from '../page/attributes.ts'
import { fields, text } from '../api/parse.ts'
import type { Refusal as KnownRefusal } from '../api/refusal.ts'
import type { SiteApi } from '../api/site-api.ts'
import { solve, Unsolved } from './turnstile.ts'
import { loadChallengeWords } from '../words/challenge-words.ts'
import type { ChallengeWords, Words } from '../words/words.ts'
import { ofPage } from '../page/host-page.ts'

interface ChallengeDependencies {
  /** Why the Worker did not open a session; any other code if it was not asked. */
  refused: string
  api: string
  attributes: Attributes
  /** Turnstile's container is a child of this element. A slot shows it in the panel. */
  host: HTMLElement
  /** Contains the panel, already rendered. */
  place: HTMLElement
  words(): Words
  /** The page's proof of identity; empty if there is none. The page may replace it at any time. */
  proof: ReadonlySignal<string | undefined>
  /** Whether the visitor wants a new conversation. */
  isFresh(): boolean
  openSession: SiteApi['openSession']
  /** The class to throw: this module's own copy would be another class. */
  Refusal: typeof KnownRefusal
}

const SLOT = 'check'
const BOT_CHECK = 'bot_check_required'

/** Resolves when the Worker admits the visitor, after as many tries as it takes. @throws Refusal for any other failure. */
export async function passChallenge(entrance: ChallengeDependencies): Promise<SessionToken> {
  const { place, proof, isFresh, openSession, Refusal } = entrance
  const box = ofPage('createElement')('div')
  let code = entrance.refused
  /** The last proof that was tried. The panel's own request, if any, had none. */
  let tried = ''

  async function wish(): Promise<SessionRequest> {
    tried = proof.value ?? ''
    const shown = { ...(proof.value && { identity: proof.value }), ...(isFresh() && { fresh: true }) }
    return code === BOT_CHECK ? { ...shown, botCheck: await pass(entrance, box) } : shown
  }

  try {
    for (;;) {
      try {
        if (!isAbout('identity', code)) return await openSession(await wish())
      } catch (error) {
        const before = code
        if (error instanceof Unsolved) code = `bot_check_${error.why}`
        else code = error instanceof Refusal ? error.code : ''
        // Only now has the Worker asked for the bot check as well.
        if (code === BOT_CHECK && before !== BOT_CHECK) continue
        if (!isAbout('bot_check', code) && !isAbout('identity', code)) throw error
      }
      const { language, tryAgain } = entrance.words()
      const say = await loadChallengeWords(language)
      show(box, place)
      // A proof that arrived while the last one was being refused has not been tried.
      await another(box, sentence(say[whyOf(code)], 'alert'), tryAgain, { proof, tried })
      code = isAbout('identity', code) ? '' : BOT_CHECK
    }
  } finally {
    box.remove()
  }
}

/** A Turnstile token. @throws Unsolved */
async function pass({ api, attributes, host, place, words }: ChallengeDependencies, box: HTMLElement): Promise<string> {
  const { language } = words()
  const [say, siteKey] = await Promise.all([loadChallengeWords(language), readSiteKey(api, attributes.site)])
  const slot = ofPage('createElement')('slot')
  slot.name = SLOT
  box.replaceChildren(slot)
  show(box, place)
  const container = newContainer(host)
  try {
    return await solve({
      siteKey,
      nonce: attributes.nonce || nonceOf(),
      language: language.toLowerCase(),
      theme: host.dataset.scheme === 'dark' ? 'dark' : 'light',
      container,
      asked: () => slot.before(sentence(say.asked, 'status')),
    })
  } finally {
    container.remove()
  }
}

/** Above the composer, where the visitor is. */
function show(box: HTMLElement, place: HTMLElement): void {
  if (box.isConnected) return
  box.style.padding = '6px var(--pad)'
  place.querySelector('.composer')?.before(box)
}

/** The panel does not read it. */
async function readSiteKey(api: string, site: string): Promise<string> {
  const response = await fetch(`${api}/v1/sites/${encodeURIComponent(site)}`, { credentials: 'omit' })
  return text(fields(await response.json()).turnstileSiteKey)
}

/** One at a time, and without the page's styles for a `div`. */
function newContainer(host: HTMLElement): HTMLElement {
  host.querySelector(`[slot=${SLOT}]`)?.remove()
  const container = ofPage('createElement')('div')
  container.slot = SLOT
  container.style.all = 'initial'
  container.style.display = 'block'
  host.append(container)
  return container
}

/** The nonce with which the page allows scripts. Every script on the page may read it. */
const nonceOf = (): string => ofPage('querySelector')<HTMLScriptElement>('script[nonce]')?.nonce ?? ''

const isAbout = (what: 'bot_check' | 'identity', code: string): boolean => code.startsWith(`${what}_`)

function whyOf(code: string): keyof ChallengeWords {
  if (isAbout('identity', code)) return 'signIn'
  return code === 'bot_check_blocked' ? 'blocked' : 'notPassed'
}

function sentence(words: string, role: 'status' | 'alert'): HTMLElement {
  const line = ofPage('createElement')('p')
  line.className = role === 'alert' ? 'outcome failed' : 'outcome'
  line.role = role
  line.textContent = words
  return line
}

/** Shows the reason and a button, and waits until the visitor presses it or the page provides another proof. */
async function another(
  box: HTMLElement,
  why: HTMLElement,
  label: string,
  { proof, tried }: { proof: ChallengeDependencies['proof']; tried: string },
): Promise<void> {
  const button = ofPage('createElement')('button')
  button.type = 'button'
  button.className = 'pill again'
  button.textContent = label
  why.append(button)
  box.replaceChildren(why)
  let end = () => {}
  await new Promise<void>((resolve) => {
    button.addEventListener('click', () => {
      box.parentElement?.querySelector('textarea')?.focus()
      resolve()
    })
    end = proof.subscribe((now) => (now ?? '') !== tried && resolve())
  })
  end()
}
