import type { Inline, Span } from './inline-node.ts'

/** Makes the children of `parent`, which show `before`, show `after`. What is the same stays, and so does a selection in it. */
export function patch(parent: Element, before: readonly Inline[], after: readonly Inline[], from = 0): void {
  let node = parent.childNodes[from] ?? null
  for (const [offset, next] of after.slice(from).entries()) {
    const last = before[from + offset]
    const following = node?.nextSibling ?? null
    if (typeof next === 'string' && node instanceof Text) {
      if (next.startsWith(node.data)) {
        if (next !== node.data) node.appendData(next.slice(node.data.length))
      } else node.data = next
    } else if (isSpan(next) && isSpan(last) && last.tag === next.tag && node instanceof Element) {
      dress(node, next.attributes, last.attributes)
      patch(node, last.children, next.children)
    } else {
      const made = make(next)
      if (node) node.replaceWith(made)
      else parent.append(made)
    }
    node = following
  }
  while (node) {
    const following: ChildNode | null = node.nextSibling
    node.remove()
    node = following
  }
}

function make(inline: Inline): Text | Element {
  if (typeof inline === 'string') return document.createTextNode(inline)
  const element = document.createElement(inline.tag)
  dress(element, inline.attributes)
  patch(element, [], inline.children)
  return element
}

function dress(element: Element, attributes: Span['attributes'], before: Span['attributes'] = {}): void {
  for (const name of Object.keys(before)) if (!(name in attributes)) element.removeAttribute(name)
  for (const [name, value] of Object.entries(attributes)) {
    if (before[name] !== value) element.setAttribute(name, value)
  }
}

const isSpan = (inline: Inline | undefined): inline is Span => typeof inline === 'object'
