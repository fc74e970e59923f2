/** What only some pages need, fetched when a page says so: the chat that stands in the page, and the teaser. */
import { putIntoTarget, tendElement } from './chat-element.ts'
import type { ExtrasModule } from './corner.ts'
import { showTeaser } from './teaser.ts'

export const tend: ExtrasModule['tend'] = (element, load) =>
  element instanceof HTMLScriptElement ? putIntoTarget(element) : tendElement(element, load)

export { showTeaser }
