import type { Attributes } from '../page/attributes.ts'
import type { Methods } from '../page/calls.ts'
import type { Load } from '../page/corner.ts'
import { emitFrom } from '../page/events.ts'
import accent from '../page/accent.css'
import css from './inline.css'
import { makeLauncher } from './launcher.ts'
import { placeChat } from './place-chat.ts'

/** A chat that stands in the page and opens at once. The button is what a visitor sees until the panel has come. */
export function placeInPage(host: HTMLElement, attributes: Attributes, load: Load): Methods {
  // An element that had a chat before still has its root.
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
  root.replaceChildren()
  const button = makeLauncher(root)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(accent + css)
  root.adoptedStyleSheets = [sheet]

  const { site } = attributes
  const corner = {
    attributes: { ...attributes, position: 'inline' },
    host,
    root,
    launcher: null,
    emit: emitFrom(host, site),
  }
  const methods = placeChat(corner, { button, load, leave: () => host.remove() })
  const { open, close, update } = methods
  // It is all there is to see, and stays where it is.
  Object.assign(methods, {
    toggle: open,
    show() {
      host.hidden = false
      open?.()
    },
    hide() {
      host.hidden = true
      close?.()
    },
    update: (changes: unknown) => update?.({ ...Object(changes), position: 'inline' }),
  })
  open?.()
  return methods
}
