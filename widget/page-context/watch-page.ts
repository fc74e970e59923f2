import { variableName } from '../../protocol/persona-marks.ts'
import { PAGE_SELECTION_CHARACTERS } from '../../protocol/sizes.ts'
import type { PageContext } from '../../protocol/schemas/question.ts'
import type { Attributes } from '../page/attributes.ts'
import { ofPage } from '../page/host-page.ts'
import { jsonText } from '../page/json-text.ts'

interface Place {
  host: Element
  /** The selection before the chat was opened. */
  selected: string
  /** The tag's attributes at the time of reading. */
  attributes: Attributes
}

/**
 * Reports the page and its selection whenever they change. A selection inside the chat does not count, nor does the loss of
 * the page's selection to a field of the chat.
 */
export function watchPage(
  { host, selected: before, attributes }: Place,
  seen: (page: PageContext) => void,
): () => void {
  let selection = before.trim().slice(0, PAGE_SELECTION_CHARACTERS)
  let last = ''
  const look = () => {
    const selected = getSelection()
    const isOurs = ofPage('activeElement') === host || selected?.anchorNode === host
    if (!isOurs) selection = selected?.toString().trim().slice(0, PAGE_SELECTION_CHARACTERS) ?? ''
    const place = { title: ofPage('title'), url: location.origin + location.pathname, selection }
    const variables = variablesOf(attributes)
    const page = Object.keys(variables).length > 0 ? { ...place, variables } : place
    // What the visitor has removed stays out until there is something else.
    const now = jsonText(page)
    if (now !== last) seen(page)
    last = now
  }
  look()
  const life = new AbortController()
  ofPage('addEventListener')('selectionchange', look, { signal: life.signal })
  // There is no event when a page navigates without loading, so this checks again when the visitor comes to ask.
  for (const sign of ['focusin', 'pointerdown', 'keydown'])
    host.addEventListener(sign, look, { signal: life.signal, capture: true })
  return () => life.abort()
}

/** `data-visitor-name`, `data-var-plan`, or `inglenook('update', { variables: { plan } })`, which overrides the tag. */
function variablesOf({ variables, ...tag }: Attributes): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of Object.entries(tag)) {
    const [, own] = /^var(.+)/.exec(variableName(name)) ?? []
    if (own) found[own] = `${value}`
    else if (variableName(name) === 'visitorname' && value) found['visitor.name'] = `${value}`
  }
  for (const [name, value] of Object.entries(variables ?? {})) found[variableName(name)] = `${value}`
  return found
}
