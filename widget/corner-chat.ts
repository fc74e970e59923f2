import type { Attributes } from './attributes.ts'
import type { Methods } from './calls.ts'
import type { ExtrasModule, Load } from './corner.ts'
import { emitFrom } from './events.ts'
import { keepOnPage } from './keep-on-page.ts'
import { makeLauncher } from './launcher.ts'
import { placeChat } from './place-chat.ts'
import { ofPage } from './host-page.ts'

/** Written in by the build. */
declare const EXTRAS: string

/** A launcher in the corner. */
export function placeInCorner(attributes: Attributes, load: Load): Methods {
  const host = ofPage('createElement')('inglenook-widget')
  const root = host.attachShadow({ mode: 'open' })
  const launcher = makeLauncher(root)
  const corner = { attributes, host, root, launcher, emit: emitFrom(host, attributes.site) }
  const methods = placeChat(corner, { button: launcher, load, leave: keepOnPage(host) })
  if (attributes.teaser) {
    void load<ExtrasModule>(EXTRAS).then((extras) => extras.showTeaser(corner, methods))
  }
  return methods
}
