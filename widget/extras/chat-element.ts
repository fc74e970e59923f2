import type { Methods } from '../page/calls.ts'
import type { Load } from '../page/corner.ts'
import { placeInPage } from '../embed/inline-chat.ts'
import { ofPage } from '../page/host-page.ts'

const NAME = 'inglenook-chat'
const chats = new WeakMap<HTMLElement, Methods>()

/**
 * `<inglenook-chat site="acme"></inglenook-chat>` contains a chat while it is on the page. Moving an element removes it and
 * adds it again at once: by the time this runs, only the second matters.
 */
export function tendElement(element: HTMLElement, load: Load): void {
  const chat = chats.get(element)
  if (element.isConnected && !chat) {
    const { site = '', ...others } = Object.fromEntries(
      Array.from(element.attributes, ({ name, value }) => [name, value]),
    )
    if (!site) return console.error(`Inglenook: <${NAME}> needs site="…".`)
    const methods = placeInPage(element, { ...others, site }, load)
    chats.set(element, methods)
    Object.assign(element, methods)
  } else if (!element.isConnected && chat) {
    chats.delete(element)
    chat['destroy']?.()
  }
}

/** For `data-target`: such an element inside the first match of the selector; one per site. */
export function putIntoTarget({ dataset, src }: HTMLScriptElement): void {
  const { target = '', site = '', api = new URL(src).origin, ...others } = dataset
  const put = () => {
    const place = ofPage('querySelector')(target)
    if (!place) return console.error(`Inglenook: nothing on this page is ${target}`)
    if (place.querySelector(`${NAME}[site="${CSS.escape(site)}"]`)) return
    const element = ofPage('createElement')(NAME)
    for (const [name, value = ''] of Object.entries({ ...others, site, api })) element.setAttribute(name, value)
    place.append(element)
  }
  if (ofPage('readyState') === 'loading') ofPage('addEventListener')('DOMContentLoaded', put, { once: true })
  else put()
}
