import type { Block } from './block.ts'
import type { Inline } from './inline-node.ts'

/** A block on the page. */
export interface Shown {
  kind: string
  element: HTMLElement
  /** Where the children go; of a table, all but the head. */
  body: HTMLElement
  children: Shown[]
  /** How many of the children are never looked at again. */
  settled: number
  /** The words of a leaf, as nodes, and how much of both is certain. */
  text: string
  nodes: readonly Inline[]
  firm: number
  firmTo: number
  /** Labels that are not defined so far. */
  missing: Set<string>
}

const element = (tag: string, attributes: Readonly<Record<string, string>> = {}, ...children: Node[]): HTMLElement => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

const AUTO = { dir: 'auto' }

/** Two blocks of the same kind can follow one another in the same element. */
export const kindOf = ({ kind, size }: Block): string =>
  kind === 'heading' ? `h${size}` : kind === 'list' ? (size < 0 ? 'ul' : 'ol') : kind

export function newShown(block: Block, isHead: boolean, copyCode: string): Shown {
  const kind = kindOf(block)
  const [outer, body = outer] = elementsOf(kind, isHead, copyCode)
  return {
    kind,
    element: outer,
    body,
    children: [],
    settled: 0,
    text: '',
    nodes: [],
    firm: 0,
    firmTo: 0,
    missing: new Set(),
  }
}

function elementsOf(kind: string, isHead: boolean, copyCode: string): [HTMLElement, HTMLElement?] {
  switch (kind) {
    case 'code': {
      const code = element('code')
      const copy = element('button', { type: 'button', class: 'copy' }, document.createTextNode(copyCode))
      const bar = element('div', { class: 'bar' }, element('span', { class: 'language' }), copy)
      return [element('div', { class: 'code', dir: 'ltr' }, bar, element('pre', { tabindex: '0' }, code)), code]
    }
    case 'table': {
      const body = element('tbody')
      const table = element('table', AUTO, element('thead'), body)
      return [element('div', { class: 'table', tabindex: '0' }, table), body]
    }
    case 'math':
      return [element('div', { class: 'math', dir: 'ltr' })]
    case 'rule':
      return [element('hr')]
    case 'row':
      return [element('tr')]
    case 'cell':
      return [element(isHead ? 'th' : 'td', AUTO)]
    default:
      return [element({ paragraph: 'p', quote: 'blockquote', item: 'li' }[kind] ?? kind, AUTO)]
  }
}
