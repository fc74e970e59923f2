/**
 * Opens a session where its site has a bot check. Fetched when the Worker has asked for one, and nothing of Turnstile's is
 * requested before. The visitor sees nothing of it unless something has to be done, or has gone wrong.
 */
import type { SessionRequest, SessionToken } from '../protocol/wire.ts'
import type { Attributes } from './attributes.ts'
import { fields, text } from './reading.ts'
import { solve, Unsolved } from './turnstile.ts'
import { loadCheckWords } from './words/check-words.ts'
import type { CheckWords, Words } from './words/words.ts'

interface Opening {
  api: string
  attributes: Attributes
  /** Turnstile's own part is a child of it, shown in the panel by a slot. */
  host: HTMLElement
  /** Holds the panel, which has been rendered. */
  place: HTMLElement
  words: Words
  open(wish: SessionRequest): Promise<SessionToken>
}

const SLOT = 'check'

/** Resolves when a person has passed, however often it takes. @throws what `open` throws, unless it is about the check. */
export async function openChecked({ api, attributes, host, place, words, open }: Opening): Promise<SessionToken> {
  const [say, siteKey] = await Promise.all([loadCheckWords(words.language), readSiteKey(api, attributes.site)])
  const box = document.createElement('div')
  box.style.padding = '6px var(--pad)'
  place.querySelector('.composer')?.before(box)

  const pass = async (): Promise<SessionToken> => {
    const slot = document.createElement('slot')
    slot.name = SLOT
    box.replaceChildren(slot)
    const container = newContainer(host)
    try {
      const botCheck = await solve({
        siteKey,
        nonce: attributes.nonce || nonceOf(document),
        language: words.language.toLowerCase(),
        theme: host.dataset.scheme === 'dark' ? 'dark' : 'light',
        container,
        asked: () => slot.before(sentence(say.asked, 'status')),
      })
      return await open({ botCheck })
    } finally {
      container.remove()
    }
  }

  try {
    for (;;) {
      try {
        return await pass()
      } catch (error) {
        const why = whyNot(error)
        if (!why) throw error
        await pressed(box, sentence(say[why], 'alert'), words.tryAgain)
        place.querySelector('textarea')?.focus()
      }
    }
  } finally {
    box.remove()
  }
}

/** The panel does not read it. */
async function readSiteKey(api: string, site: string): Promise<string> {
  const response = await fetch(`${api}/v1/sites/${encodeURIComponent(site)}`, { credentials: 'omit' })
  return text(fields(await response.json()).turnstileSiteKey)
}

/** One at a time, and without what the page's style sheets say of a `div`. */
function newContainer(host: HTMLElement): HTMLElement {
  host.querySelector(`[slot=${SLOT}]`)?.remove()
  const container = document.createElement('div')
  container.slot = SLOT
  container.style.all = 'initial'
  container.style.display = 'block'
  host.append(container)
  return container
}

/** A page that lets scripts in by a nonce has one with it; whoever runs in the page may read it. */
const nonceOf = (page: Document): string => page.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''

/** Null for what is no concern of the check. */
function whyNot(error: unknown): keyof CheckWords | null {
  if (error instanceof Unsolved) return error.why
  return text(fields(error).code).startsWith('bot_check_') ? 'notPassed' : null
}

function sentence(words: string, role: 'status' | 'alert'): HTMLElement {
  const line = document.createElement('p')
  line.className = role === 'alert' ? 'outcome failed' : 'outcome'
  line.role = role
  line.textContent = words
  return line
}

/** Shows why with a button, and waits for that. */
function pressed(box: HTMLElement, why: HTMLElement, label: string): Promise<void> {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'pill again'
  button.textContent = label
  why.append(button)
  box.replaceChildren(why)
  return new Promise((resolve) => button.addEventListener('click', () => resolve()))
}
