/** What the loader and the panel agree on. The loader is there from the start, the panel comes when someone reaches for it. */
import type { Attributes } from './attributes.ts'
import type { Methods } from './calls.ts'
import type { Emit } from './events.ts'

/** What the loader hands over. */
export interface Corner {
  attributes: Attributes
  /** `data-position` has what the page wishes; empty, and the site's setting decides. */
  host: HTMLElement
  root: ShadowRoot
  /** `null` where the chat stands in the page: it is open, and stays so. */
  launcher: HTMLButtonElement | null
  emit: Emit
}

/** What a page asks of the panel by its name. */
export const VERBS = ['open', 'close', 'toggle', 'send', 'prefill', 'reset'] as const

/** What a page can ask of the panel. */
export interface PanelChat {
  open(): void
  close(): void
  toggle(): void
  send(text: string): void
  prefill(text: string): void
  reset(): void
  /** @param attributes the object that the panel was begun with, changed; what `identify` gave is in it too. */
  update(attributes: Attributes): void
  /** Leaves nothing of the panel's: no node, listener, timer or channel. */
  destroy(): void
}

/** The panel's module. */
export interface PanelModule {
  startChat(corner: Corner): Promise<PanelChat>
}

/** Behind the address of a page, it asks for a report of what keeps the chat from working there. */
export const CHECK = '#inglenook-check'

/** What the tag or the package said of a chat that is to be checked. */
export interface CheckRequest {
  /** Empty where nobody said. */
  site: string
  /** Where `/v1` is. */
  api: string
  /** The tag's script; empty where the package has started the chat. */
  source: string
}

/** What only some pages need: a chat that stands in the page, the teaser, and the way to the check. */
export interface ExtrasModule {
  /** Sees to an `<inglenook-chat>` that came or went, or to a script that names a target or is to be checked. */
  tend(element: HTMLElement, load: Load): void
  check(asked: CheckRequest, load: Load): void
  /** @param methods of the chat that the visitor is reminded of. */
  showTeaser(corner: Corner, methods: Methods): void
}

/** The check's module. */
export interface CheckModule {
  /** @param extras the address under which the extras came: it tells how old the loader is that asked for them. */
  showCheck(asked: CheckRequest, extras: string, load: Load): void
}

/** Fetches one of the modules that the build has made, by its name. */
export type Load = <Module>(name: string) => Promise<Module>

/**
 * Whoever asks may come from a cache and be older than what is deployed: then the newest has to do, under the name without
 * the hash. And a browser may remember that a module failed to load: another address asks again.
 */
export const orNewest =
  (load: Load): Load =>
  <Module>(name: string) =>
    load<Module>(name).catch(() => load<Module>(name.replace(/\W.*/, `.js?${Date.now()}`)))
