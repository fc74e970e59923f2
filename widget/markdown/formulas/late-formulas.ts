import { scrollable, type BlockWords } from '../block-view.ts'
import { span, type Span } from '../inline-node.ts'
import { late } from '../late.ts'
import type { ReadFormula } from './mathml.ts'

/** A formula as source text: until its reader has loaded, and if the reader cannot parse it. */
export const asCode = (tex: string): Span => span('code', [tex])

/** Formulas, parsed by a reader that is fetched with the first one. */
export function lateFormulas(fetch: () => Promise<ReadFormula>, onCome: () => void) {
  const reader = late(fetch, onCome)
  /** Each is parsed once: a growing paragraph is shown again and again. */
  const known = new Map<string, Span>()
  return {
    /** The first call fetches it. */
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
 * A formula in a paragraph. One on its own line may be wider than the chat, and scrolls. The outer element is always the
 * same. Late results only change its content, so the text after it keeps its focus and selection.
 */
export function amongWords(shown: Span, isDisplay: boolean, { formula }: BlockWords): Span {
  const hasOwnLine = isDisplay || shown.attributes['display'] === 'block'
  const inner = hasOwnLine ? span('span', [shown], { class: 'display', ...scrollable(formula) }) : shown
  return span('span', [inner], { class: 'math', dir: 'ltr' })
}
