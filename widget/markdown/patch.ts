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
    } else if (isSpan(next) && isSpan(last) && looks(last) === looks(next) && node instanceof Element) {
      patch(node, last.children, next.children)
    } else {
      const made = isSpan(next) ? make(next) : next
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

export function make({ tag, attributes, children }: Span): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  patch(element, [], children)
  return element
}

const looks = ({ tag, attributes }: Span) => JSON.stringify([tag, attributes])
const isSpan = (inline: Inline | undefined): inline is Span => typeof inline === 'object'
