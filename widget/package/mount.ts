/**
 * For pages that are built with modules: the same chat as the tag's, with types. The panel comes from the owner's Worker,
 * so its version always matches the Worker's.
 */
import type { ColorScheme } from '../../protocol/color-scheme.ts'
import type { Attributes } from '../page/attributes.ts'
import type { Methods } from '../page/calls.ts'
import { CHECK, orNewest, type ExtrasModule } from '../page/corner.ts'
import { placeInCorner } from '../embed/corner-chat.ts'
import type { ChatEvent, EventDetails, EventName } from '../page/events.ts'
import { placeInPage } from '../embed/inline-chat.ts'
import { ofPage } from '../page/host-page.ts'

/** Written in by the build. */
declare const EXTRAS: string

export type { ChatEvent, EventDetails, EventName }

/** Options that may change while the chat exists. An empty look means the site's setting. */
export interface Looks {
  /** Default: the language of the site, the page or the browser. */
  locale?: string | undefined
  theme?: ColorScheme | '' | undefined
  position?: 'bottom-right' | 'bottom-left' | 'right' | 'left' | 'full' | '' | undefined
  /** Any CSS colour. */
  accent?: string | undefined
  /** The launcher's distance from the side and from the bottom, in pixels. */
  offsetX?: number | string | undefined
  offsetY?: number | string | undefined
  zIndex?: number | string | undefined
  /** Proof of who is signed in: a JWT that your server signs. Pass a new one before it expires; '' signs out. */
  identity?: string | undefined
  /** The name of the signed-in visitor, for `{{visitor.name}}` in the persona's instructions. */
  visitorName?: string | undefined
  /** Your own placeholders: `{ plan: 'pro' }` for `{{plan}}`. They prove nothing: a visitor can change them. */
  variables?: Readonly<Record<string, string | number | boolean>> | undefined
}

export interface Options extends Looks {
  /** The site, whose persona answers. */
  site: string
  /** The Worker's address, like `https://chat.example`. */
  api: string
  /** An element to put the chat in, open from the start. Without it there is a launcher in the corner. */
  target?: Element | undefined
  /** Opens the panel at once. */
  open?: boolean | undefined
  /** The text of a small bubble beside the launcher. */
  teaser?: string | undefined
  /** Your own id for the signed-in visitor: conversations on a device are kept apart by it. */
  visitor?: string | undefined
}

type Listener<Name extends EventName> = (event: ChatEvent<Name>) => void

export interface Chat {
  open(): void
  close(): void
  toggle(): void
  /** Shows the launcher after `hide`. */
  show(): void
  hide(): void
  send(text: string): void
  /** Writes into the composer without sending. */
  prefill(text: string): void
  /** Starts a new conversation. */
  reset(): void
  identify(visitor: string): void
  update(looks: Looks): void
  on<Name extends EventName>(name: Name, listener: Listener<Name>): void
  off<Name extends EventName>(name: Name, listener: Listener<Name>): void
  /** Leaves nothing on the page. */
  destroy(): void
}

/** Fetches nothing until a visitor reaches for the chat, unless it is open from the start. */
export function mount({ target, open = false, zIndex, offsetX, offsetY, ...options }: Options): Chat {
  const [z, x, y] = [zIndex, offsetX, offsetY].map((value) => value?.toString())
  const attributes: Attributes = { ...options, zIndex: z, offsetX: x, offsetY: y }
  const folder = `${options.api.replace(/\/$/, '')}/inglenook/`
  const load = orNewest((name) => import(/* webpackIgnore: true */ /* @vite-ignore */ folder + name))
  if (location.hash === CHECK) {
    const { site, api } = options
    void load<ExtrasModule>(EXTRAS).then((extras) => extras.check({ site, api, source: '' }, load))
  }
  if (target) return chat(placeInPage(addedTo(target), attributes, load))
  const methods = placeInCorner(attributes, load)
  if (open) methods['open']?.()
  return chat(methods)
}

function addedTo(target: Element): HTMLElement {
  const host = ofPage('createElement')('inglenook-widget')
  target.append(host)
  return host
}

const chat = (methods: Methods): Chat => ({
  open: () => void methods['open']?.(),
  close: () => void methods['close']?.(),
  toggle: () => void methods['toggle']?.(),
  show: () => void methods['show']?.(),
  hide: () => void methods['hide']?.(),
  send: (text) => void methods['send']?.(text),
  prefill: (text) => void methods['prefill']?.(text),
  reset: () => void methods['reset']?.(),
  identify: (visitor) => void methods['identify']?.(visitor),
  update: (looks) => void methods['update']?.(looks),
  on: (name, listener) => void methods['on']?.(name, listener),
  off: (name, listener) => void methods['off']?.(name, listener),
  destroy: () => void methods['destroy']?.(),
})
