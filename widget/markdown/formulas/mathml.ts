/** Formulas as MathML: its own module, fetched with the first formula. It is six times the size of the other Markdown code. */
import temml from 'temml'
import { wordsOf, type Inline, type Span } from '../inline-node.ts'

/**
 * The `math` element for a formula in LaTeX; `undefined` if it cannot be shown as one. A formula that is too wide for running
 * text gets its own line (`display="block"`), as all do if `isDisplay`.
 */
export type ReadFormula = (tex: string, isDisplay: boolean) => Span | undefined

const FORMULA_CHARACTERS = 2_000
/** Maximum nesting and number of elements: a table of 2,000 characters can have 120,000 cells. */
const DEEPEST = 50
const MOST = 5_000
/** The most letters in a part that cannot be broken, such as a fraction. More do not fit on a phone. */
const WIDEST_PART = 40
/** In em, and in points. */
const WIDEST: [number, number] = [10, 100]

/**
 * Commands that link, load or define something, and those whose cost in Temml doubles with each level of
 * nesting: a dozen nested `\cancelto` took a minute.
 */
const REFUSED =
  /\\(?:href|url|includegraphics|html\w*|(?:eq)?ref|label|[exg]?def|(?:future)?let|global|long|(?:re)?newcommand|providecommand|DeclareMathOperator|definecolor|toggle|cancelto|(?:math)?llap|equilibrium\w*)(?![A-Za-z])/
/** These number their lines, which is meaningless in a chat. */
const NUMBERED = /(\\(?:begin|end)\s*\{(?:align|alignat|equation|gather|multline))\}/g

export const readFormula: ReadFormula = (tex, isDisplay) => {
  if (tex.length > FORMULA_CHARACTERS || REFUSED.test(tex)) return undefined
  const options = { displayMode: isDisplay, throwOnError: true, trust: false, maxSize: WIDEST, wrap: 'tex' } as const
  try {
    const tree: unknown = temml.__renderToMathMLTree(tex.replace(NUMBERED, '$1*}'), options)
    if (isTooLarge(tree)) return undefined
    const [math, ...others] = nodesOf(tree)
    if (typeof math !== 'object' || math.tag !== 'math' || others.length > 0) return undefined
    const isWide = math.children.some((part) => wordsOf([part]).length > WIDEST_PART)
    return isWide && !isDisplay ? readFormula(tex, true) : math
  } catch {
    // An unknown command, an unmatched brace, or a formula too deep for the stack.
    return undefined
  }
}

const ELEMENTS = new Set(
  'math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none'.split(
    ' ',
  ),
)
/** No colours: one that a model chooses may be unreadable in dark mode. */
const ATTRIBUTES = new Set(
  'accent columnalign depth display displaystyle fence form height largeop linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation rowspacing rspace scriptlevel separator stretchy symmetric voffset width'.split(
    ' ',
  ),
)
const STYLES = /^(?:padding|border|marginLeft$|width$|height$|font(?:Weight|Style)$|text-?align$|math-?depth$)/i
/** The empty element in which a style sheet would put the line's number. */
const NUMBER = 'tml-eqn'

/** Reads Temml's output. Temml may change this tree in any release, so package.json pins its version. */
function nodesOf(node: unknown): Inline[] {
  if (!isRecord(node)) throw new Error('not a node')
  const { type, text, children, attributes, classes, style } = node
  if (typeof text === 'string') return [text]
  const inner = listOf(children).flatMap(nodesOf)
  if (type === undefined) return classNames(classes) === NUMBER ? [] : inner
  if (typeof type !== 'string' || !ELEMENTS.has(type)) throw new Error('not MathML')
  const name = classNames(classes)
  const kept = chosen(attributes, (key) => ATTRIBUTES.has(key))
  return [
    {
      tag: type,
      attributes: name ? { ...kept, class: name } : kept,
      styles: chosen(style, (key) => STYLES.test(key)),
      children: inner,
    },
  ]
}

function isTooLarge(tree: unknown): boolean {
  let count = 0
  let level = [tree]
  for (let depth = 0; level.length > 0; depth += 1) {
    count += level.length
    if (depth > DEEPEST || count > MOST) return true
    level = level.flatMap((node) => (isRecord(node) ? listOf(node['children']) : []))
  }
  return false
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const classNames = (value: unknown): string =>
  listOf(value)
    .filter((name) => typeof name === 'string' && name !== '')
    .join(' ')

function chosen(value: unknown, isWanted: (key: string) => boolean): Record<string, string> {
  const kept: Record<string, string> = {}
  if (!isRecord(value)) return kept
  for (const [key, given] of Object.entries(value)) if (isWanted(key)) kept[key] = String(given)
  return kept
}
