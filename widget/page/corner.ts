/** The contract between the loader, which is there from the start, and the panel, which loads on demand. */
import type { Attributes } from './attributes.ts'
import type { Methods } from './calls.ts'
import type { Emit } from './events.ts'

/** What the loader passes to the panel. */
export interface Corner {
  attributes: Attributes
  /** `data-position` contains the page's wish. If it is empty, the site's setting decides. */
  host: HTMLElement
  root: ShadowRoot
  /** `null` for an inline chat, which is always open. */
  launcher: HTMLButtonElement | null
  emit: Emit
}

/** Panel methods that a page calls by name. */
export const VERBS = ['open', 'close', 'toggle', 'send', 'prefill', 'reset'] as const

/** What a page can ask of the panel. */
export interface PanelChat {
  open(): void
  close(): void
  toggle(): void
  send(text: string): void
  prefill(text: string): void
  reset(): void
  /** @param attributes the object that the panel was started with, changed. It includes the data from `identify`. */
  update(attributes: Attributes): void
  /** Removes everything of the panel's: nodes, listeners, timers and channels. */
  destroy(): void
}

/** The panel's module. */
export interface PanelModule {
  startChat(corner: Corner): Promise<PanelChat>
}

/** As the hash of a page's address, this asks for a report on what blocks the chat there. */
export const CHECK = '#inglenook-check'

/** The attributes of the chat to check, from the tag or the package. */
export interface CheckRequest {
  /** Empty if nobody has set it. */
  site: string
  /** Where `/v1` is. */
  api: string
  /** The tag's script; empty if the package has started the chat. */
  source: string
}

/** What only some pages need: the inline chat, the teaser and the check link. */
export interface ExtrasModule {
  /** Handles an `<inglenook-chat>` that was added or removed, or a script with a target or a check to run. */
  tend(element: HTMLElement, load: Load): void
  check(asked: CheckRequest, load: Load): void
  /** @param methods of the chat that the teaser opens. */
  showTeaser(corner: Corner, methods: Methods): void
}

/** The check's module. */
export interface CheckModule {
  /** @param extras the address that the extras were loaded from. It shows how old the loader is that requested them. */
  showCheck(asked: CheckRequest, extras: string, load: Load): void
}

/** Fetches one of the modules that the build has made, by its name. */
export type Load = <Module>(name: string) => Promise<Module>

/**
 * The caller may come from a cache and be older than the deployment. Then this fetches the newest version, under the name
 * without the hash. A browser may also remember that a module failed to load: another address asks again.
 */
export const orNewest =
  (load: Load): Load =>
  <Module>(name: string) =>
    load<Module>(name).catch(() => load<Module>(name.replace(/\W.*/, `.js?${Date.now()}`)))
