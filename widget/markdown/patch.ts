import type { Inline, Span } from './inline-node.ts'
import { ofPage } from '../page/host-page.ts'
import { jsonText } from '../page/json-text.ts'

/**
 * Changes the children of `parent` from `before` to `after`. Equal nodes at the beginning stay, and so does a selection in
 * them. Nodes after the first difference are created again and added as one piece: one by one, each would make the browser
 * compute the paragraph's direction again.
 */
export function patch(parent: Element, before: readonly Inline[], after: readonly Inline[], from = 0): void {
  let node = parent.childNodes[from] ?? null
  let at = from
  for (; node && at < after.length; at += 1) {
    const [last, next = ''] = [before[at], after[at]]
    if (typeof next === 'string' && node instanceof Text) grow(node, next)
    else if (!isSpan(next) || !isSpan(last) || !(node instanceof Element)) break
    else if (next !== last) {
      if (looks(last) !== looks(next)) break
      patch(node, last.children, next.children)
    }
    node = node.nextSibling
  }
  while (node) {
    const gone: ChildNode = node
    node = gone.nextSibling
    gone.remove()
  }
  if (at === after.length) return
  // As arguments of one call, the nodes of a long paragraph would overflow the stack.
  const fresh = ofPage('createDocumentFragment')()
  for (const next of after.slice(at)) fresh.append(isSpan(next) ? (next.styles ? makeMath : make)(next) : next)
  parent.append(fresh)
}

function grow(node: Text, text: string): void {
  const { data } = node
  // Comparing two slices is much faster than startsWith.
  if (text.slice(0, data.length) !== data) node.data = text
  else if (text.length > data.length) node.appendData(text.slice(data.length))
}

export const make = (node: Span): HTMLElement => filled(ofPage('createElement')(node.tag), node)

function makeMath(node: Span): MathMLElement {
  const element = filled(ofPage('createElementNS')('http://www.w3.org/1998/Math/MathML', node.tag), node)
  Object.assign(element.style, node.styles)
  return element
}

function filled<Made extends Element>(element: Made, { attributes, children }: Span): Made {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  patch(element, [], children)
  return element
}

const looks = ({ tag, attributes, styles }: Span) => jsonText([tag, attributes, styles])
const isSpan = (inline: Inline | undefined): inline is Span => typeof inline === 'object'
