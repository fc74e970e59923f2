/**
 * The tag's script, which is all that a page loads before a visitor opens the chat: a button. It requests nothing else and
 * stores nothing until then. Opening the check link counts as opening the chat.
 */
import { CHECK, orNewest, type ExtrasModule } from '../page/corner.ts'
import { placeInCorner } from './corner-chat.ts'
import { ofPage, ofWindow } from '../page/host-page.ts'
import { ownTags } from '../page/own-tags.ts'

/** The path of the other modules relative to this script, and the name of the extras: written in by the build. */
declare const FOLDER: string
declare const EXTRAS: string

const NAME = 'inglenook-chat'

function start(script: HTMLScriptElement): void {
  const { src, dataset } = script
  const { site, target, open = 'false' } = dataset
  const load = orNewest((name) => import(new URL(FOLDER + name, src).href))
  // If it fails, the browser's console says so, as for any module that fails to load.
  const tend = async (element: HTMLElement) => (await load<ExtrasModule>(EXTRAS)).tend(element, load)
  class ChatElement extends HTMLElement {
    connectedCallback() {
      void tend(this)
    }
    disconnectedCallback() {
      void tend(this)
    }
  }
  // If another loader ran before, its element does the job.
  if (!customElements.get(NAME)) customElements.define(NAME, ChatElement)

  if (target || location.hash === CHECK) void tend(script)
  // One per site, however many tags it has.
  if (!target && site && !ofWindow('inglenook')?.chats?.[site]) {
    const methods = placeInCorner({ ...dataset, site }, load)
    if (open !== 'false') methods.open?.()
  }
  // An element may still be parsed, or created by another script.
  if (!site && ofPage('readyState') === 'complete') tellWhatIsMissing()
  else if (!site) addEventListener('load', tellWhatIsMissing)
}

function tellWhatIsMissing(): void {
  if (!ofPage('querySelector')(NAME))
    console.warn(`Inglenook: no chat. The tag needs data-site="…", or the page <${NAME} site="…">.`)
}

ownTags().forEach(start)
