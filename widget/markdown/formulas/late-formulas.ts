import { scrollable, type BlockWords } from '../block-view.ts'
import { span, type Span } from '../inline-node.ts'
import { late } from '../late.ts'
import type { ReadFormula } from './mathml.ts'

/** A formula as it is written: until its reader has come, and where that cannot read it. */
export const asCode = (tex: string): Span => span('code', [tex])

/** Formulas, by a reader that is fetched with the first of them. */
export function lateFormulas(fetch: () => Promise<ReadFormula>, onCome: () => void) {
  const reader = late(fetch, onCome)
  /** Each is read once: a paragraph that grows is shown again and again. */
  const known = new Map<string, Span>()
  return {
    /** The first question has it fetched. */
    hasCome: () => reader() !== undefined,
    shown(tex: string, isDisplay: boolean): Span {
      const read = reader()
      const key = `${isDisplay} ${tex}`
      const shown = known.get(key) ?? read?.(tex, isDisplay) ?? asCode(tex)
      if (read) known.set(key, shown)
      return shown
    },
  }
}

/**
 * A formula in a paragraph. What has a line of its own may be wider than the chat, and scrolls. The outer element is the same for
 * all: what comes late only changes what is in it, and the words behind it keep their focus and selection.
 */
export function amongWords(shown: Span, isDisplay: boolean, { formula }: BlockWords): Span {
  const hasOwnLine = isDisplay || shown.attributes['display'] === 'block'
  const inner = hasOwnLine ? span('span', [shown], { class: 'display', ...scrollable(formula) }) : shown
  return span('span', [inner], { class: 'math', dir: 'ltr' })
}
