/**
 * The tag's script, and all that a page pays before someone reaches for the chat: a button. Nothing else is requested
 * and nothing is stored until then. Who asks for the check by the page's address has reached for it.
 */
import { CHECK, orNewest, type ExtrasModule } from '../page/corner.ts'
import { placeInCorner } from './corner-chat.ts'
import { ofPage, ofWindow } from '../page/host-page.ts'
import { ownTags } from '../page/own-tags.ts'

/** Where the other modules are, seen from this script, and the extras among them: written in by the build. */
declare const FOLDER: string
declare const EXTRAS: string

const NAME = 'inglenook-chat'

function start(script: HTMLScriptElement): void {
  const { src, dataset } = script
  const { site, target, open = 'false' } = dataset
  const load = orNewest((name) => import(new URL(FOLDER + name, src).href))
  // Should it fail, the console says so, as of any module that does not come.
  const tend = async (element: HTMLElement) => (await load<ExtrasModule>(EXTRAS)).tend(element, load)
  class ChatElement extends HTMLElement {
    connectedCallback() {
      void tend(this)
    }
    disconnectedCallback() {
      void tend(this)
    }
  }
  // Where another loader was here before, its element does.
  if (!customElements.get(NAME)) customElements.define(NAME, ChatElement)

  if (target || location.hash === CHECK) void tend(script)
  // One for a site, however often its tag is there.
  if (!target && site && !ofWindow('inglenook')?.chats?.[site]) {
    const methods = placeInCorner({ ...dataset, site }, load)
    if (open !== 'false') methods.open?.()
  }
  // An element may still be read, or made by another script.
  if (!site && ofPage('readyState') === 'complete') tellWhatIsMissing()
  else if (!site) addEventListener('load', tellWhatIsMissing)
}

function tellWhatIsMissing(): void {
  if (!ofPage('querySelector')(NAME))
    console.warn(`Inglenook: no chat. The tag needs data-site="…", or the page <${NAME} site="…">.`)
}

ownTags().forEach(start)
