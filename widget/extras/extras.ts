/** What only some pages need, fetched when a page asks for it: the inline chat, the teaser and the check. */
import { putIntoTarget, tendElement } from './chat-element.ts'
import { askedOf, check } from './check-link.ts'
import { CHECK, type ExtrasModule } from '../page/corner.ts'
import { showTeaser } from './teaser.ts'

export const tend: ExtrasModule['tend'] = (element, load) => {
  if (!(element instanceof HTMLScriptElement)) return tendElement(element, load)
  if (element.dataset.target) putIntoTarget(element)
  if (location.hash === CHECK) askedOf(element, (asked) => check(asked, load))
}

export { check, showTeaser }
