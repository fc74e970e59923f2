import type { Decoded } from './entities.ts'
import { readable } from './math.ts'

/** `$…$`, `$$…$$`, `\\(…\\)` and `\\[…\\]`, as models write them. */
const MATH =
  /\$\$((?:[^$\\]|\\[\s\S]){1,2000})\$\$|\$(?![\s$])((?:[^$\\\n]|\\.){0,500}[^\s$\\])\$(?!\w)|\\\(((?:[^\n\\]|\\[^\n()]){1,500})\\\)|\\\[((?:[^\\]|\\[^[\]]){1,1000})\\\]/y
/** Words between two prices are no formula. */
const PROSE = /^[^\\^_=+<>{}]*[a-z]{3}[^\\^_=+<>{}]*$/i

/** The formula that begins at `at`, as text, if one does. */
export function formulaAt(text: string, at: number): Decoded | undefined {
  if (text[at] === '$' && /[\w$]/.test(text[at - 1] ?? '')) return undefined
  MATH.lastIndex = at
  const [whole = '', display, dollars, brackets, square] = MATH.exec(text) ?? []
  const tex = display ?? dollars ?? brackets ?? square ?? ''
  if (!/[\p{L}\p{N}]/u.test(tex) || (dollars && PROSE.test(dollars))) return undefined
  return { text: readable(tex), end: at + whole.length }
}
