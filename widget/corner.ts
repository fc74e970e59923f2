/** What the loader and the panel agree on. The loader is there from the start, the panel comes when someone reaches for it. */
import type { Attributes } from './attributes.ts'
import type { Emit } from './events.ts'

/** What the loader hands over. */
export interface Corner {
  attributes: Attributes
  host: HTMLElement
  root: ShadowRoot
  launcher: HTMLButtonElement
  emit: Emit
}

/** What a page can ask of the panel. */
export const VERBS = ['open', 'toggle', 'send', 'prefill', 'reset'] as const
export type Verb = (typeof VERBS)[number]

/** `text` is for those verbs that take one. */
export type Chat = Record<Verb | 'close' | 'destroy', (text: string) => void>
