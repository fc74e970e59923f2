import type { Attributes } from '../page/attributes.ts'
import type { Methods } from '../page/calls.ts'
import type { Load } from '../page/corner.ts'
import { emitFrom } from '../page/events.ts'
import accent from '../page/accent.css'
import css from './inline.css'
import { makeLauncher } from './launcher.ts'
import { placeChat } from './place-chat.ts'

/** A chat inside the page that opens at once. The visitor sees the button until the panel has loaded. */
export function placeInPage(host: HTMLElement, attributes: Attributes, load: Load): Methods {
  // An element that contained a chat before still has its root.
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
  // Nothing else is visible, so it stays where it is.
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
