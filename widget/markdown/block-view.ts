import type { BlockKind } from './block.ts'
import { span, type Inline, type Span } from './inline-node.ts'

/** A block on the page. */
export interface BlockView {
  kind: BlockKind
  element: HTMLElement
  /** Where the children go; for a table, all rows but the head. */
  body: HTMLElement
  children: BlockView[]
  /** How many of the children are finished. */
  settled: number
  /** The inline nodes of a leaf, and how much of both is final. */
  text: string
  nodes: readonly Inline[]
  firm: number
  firmTo: number
  isOpen: boolean
  /** Its text may begin with the checkbox of a task. */
  isTask: boolean
  /** Labels that were not defined when it was shown. */
  missing: Set<string>
}

export const shownAs = (kind: BlockKind, element: HTMLElement, isTask = false): BlockView => ({
  kind,
  element,
  body: element.querySelector<HTMLElement>('code,tbody') ?? element,
  children: [],
  settled: 0,
  text: '',
  nodes: [],
  firm: 0,
  firmTo: 0,
  isOpen: true,
  isTask,
  missing: new Set(),
})

export interface BlockWords {
  copyCode: string
  /** Names for screen readers: these can be focused and scrolled by keyboard. */
  code: string
  table: string
  formula: string
}

export function looksOf(kind: BlockKind, { copyCode, code, table, formula }: BlockWords): Span {
  switch (kind) {
    case 'pre': {
      const copy = span('button', [copyCode], { type: 'button', class: 'copy' })
      const bar = span('div', [span('span', [], { class: 'language' }), copy], { class: 'bar' })
      return span('div', [bar, span('pre', [span('code')], scrollable(code))], { class: 'code', dir: 'ltr' })
    }
    case 'table':
      return span('div', [span('table', [span('thead'), span('tbody')])], { class: 'table', ...scrollable(table) })
    case 'math':
      return span('div', [], { class: 'math display', dir: 'ltr', ...scrollable(formula) })
    default: {
      // Below the panel's own heading, which is level 2.
      const level = Number(kind[1]) + 2
      return span(kind, [], level ? { 'aria-level': `${level}` } : {})
    }
  }
}

export const scrollable = (name: string) => ({ tabindex: '0', role: 'group', 'aria-label': name })
