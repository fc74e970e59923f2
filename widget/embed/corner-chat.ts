import type { Attributes } from '../page/attributes.ts'
import type { Methods } from '../page/calls.ts'
import type { ExtrasModule, Load } from '../page/corner.ts'
import { emitFrom } from '../page/events.ts'
import { keepOnPage } from '../page/keep-on-page.ts'
import { inPagesLanguage, makeLauncher } from './launcher.ts'
import { placeChat } from './place-chat.ts'
import { ofPage } from '../page/host-page.ts'

/** Written in by the build. */
declare const EXTRAS: string

/** A launcher in the corner. */
export function placeInCorner(attributes: Attributes, load: Load): Methods {
  const host = ofPage('createElement')('inglenook-widget')
  // A landmark, like the elements around it.
  host.setAttribute('role', 'region')
  host.ariaLabel = inPagesLanguage('Chat', '聊天')
  // A modal of the page takes the focus back when it sees it leave. It does not see this.
  host.addEventListener('focusin', (event) => event.stopPropagation())
  const root = host.attachShadow({ mode: 'open' })
  const launcher = makeLauncher(root)
  const corner = { attributes, host, root, launcher, emit: emitFrom(host, attributes.site) }
  const methods = placeChat(corner, { button: launcher, load, leave: keepOnPage(host) })
  if (attributes.teaser) {
    void load<ExtrasModule>(EXTRAS).then((extras) => extras.showTeaser(corner, methods))
  }
  return methods
}
