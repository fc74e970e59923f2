import { span, type Inline } from './inline-node.ts'

/**
 * A longer run of text never becomes an inline element. CommonMark has no such limit; with it, the beginning of a long
 * paragraph is final while its end still grows.
 */
export const SPAN_CHARACTERS = 4000
/** The maximum nesting of elements, deeper than anybody needs. */
const NESTED_SPANS = 40

/** A run of `*`, `_` or `~`. */
export interface Run {
  at: number
  sign: string
  /** How many of its characters are still plain text. */
  left: number
  length: number
  opens: boolean
  closes: boolean
  /** The elements that begin here, outermost first, and how many end here. */
  begun: string[]
  ended: number
}

export interface Token {
  at: number
  /** Text, elements, or a run that may open and close elements. */
  part: Inline | readonly Inline[] | Run
}

const isRun = (part: Token['part']): part is Run => typeof part === 'object' && 'sign' in part

const WHITE = /^\s?$/
const PUNCTUATION = /^[\p{P}\p{S}]$/u

/**
 * Chinese, Japanese and Korean text, its punctuation and full-width characters. They are written without spaces, so
 * punctuation beside a run does not say which side it belongs to. Their own punctuation never does.
 */
const EAST =
  '[\\u1100-\\u11ff\\u2e80-\\ud7ff\\uf900-\\ufaff\\ufe10-\\ufe1f\\ufe30-\\ufe6f\\uff00-\\uffef\\u{16fe0}-\\u{1b2ff}\\u{1f200}-\\u{1f2ff}\\u{20000}-\\u{3fffd}]'
/** Chinese uses these quotes, dots and dashes too. The character beside them decides. */
const SHARED = '[‘’“”…—·]{1,3}'
const ENDS_EAST = new RegExp(`${EAST}[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]?$`, 'u')
const BEGINS_EAST = new RegExp(`^${EAST}`, 'u')
const ENDS_SHARED = new RegExp(`${EAST}${SHARED}$`, 'u')
const BEGINS_SHARED = new RegExp(`^${SHARED}${EAST}`, 'u')
/** How many characters after a run decide what it is. */
export const BEHIND_RUN = 5

/**
 * The run that begins at `at`: https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run, with the rule for Chinese,
 * Japanese and Korean of https://github.com/tats-u/markdown-cjk-friendly
 */
export function runAt(text: string, at: number): Run {
  const sign = text[at] ?? ''
  let end = at + 1
  while (text[end] === sign) end += 1
  const [textBefore, textAfter] = [text.slice(Math.max(0, at - BEHIND_RUN), at), text.slice(end, end + BEHIND_RUN)]
  const before = Array.from(textBefore).pop() ?? ''
  const after = Array.from(textAfter)[0] ?? ''
  const [spaceBefore, spaceAfter] = [WHITE.test(before), WHITE.test(after)]
  const [pointBefore, pointAfter] = [PUNCTUATION.test(before), PUNCTUATION.test(after)]
  const [eastBefore, eastAfter] = [ENDS_EAST.test(textBefore), BEGINS_EAST.test(textAfter)]
  const isFreeAfter = !pointAfter || eastAfter || BEGINS_SHARED.test(textAfter)
  const isFreeBefore = !pointBefore || eastBefore || ENDS_SHARED.test(textBefore)
  const left = !spaceAfter && (isFreeAfter || spaceBefore || pointBefore || eastBefore)
  const right = !spaceBefore && (isFreeBefore || spaceAfter || pointAfter || eastAfter)
  const whole = sign !== '~' || end - at === 2
  return {
    at,
    sign,
    left: end - at,
    length: end - at,
    opens: whole && left && (sign !== '_' || !right || pointBefore),
    closes: whole && right && (sign !== '_' || !left || pointAfter),
    begun: [],
    ended: 0,
  }
}

/**
 * Pairs the runs from left to right. Returns those that are still open.
 * https://spec.commonmark.org/0.31.2/#process-emphasis
 */
export function pair(runs: readonly Run[]): Run[] {
  const open: Run[] = []
  /** No opener for this kind of run exists before this index. Without it, long rows of runs take quadratic time. */
  const none = new Map<string, number>()
  for (const run of runs) {
    const kind = `${run.sign}${run.opens}${run.length % 3}`
    while (run.closes && run.left > 0) {
      let index = open.length - 1
      const least = Math.max(none.get(kind) ?? -1, run.at - SPAN_CHARACTERS)
      while (index >= 0 && (open[index]?.at ?? -1) > least && !belong(open[index], run)) index -= 1
      const opener = open[index]
      if (!opener || opener.at <= least) {
        none.set(kind, open.at(-1)?.at ?? -1)
        break
      }
      open.length = index + 1
      const used = opener.left > 1 && run.left > 1 ? 2 : 1
      opener.begun.unshift(elementOf(run.sign, used))
      run.ended += 1
      opener.left -= used
      run.left -= used
      if (opener.left === 0) open.pop()
    }
    if (run.opens && run.left > 0) open.push(run)
  }
  return open
}

function belong(opener: Run | undefined, closer: Run): boolean {
  if (opener?.sign !== closer.sign) return false
  if (closer.sign === '~') return true
  const hasMiddle = (opener.closes || closer.opens) && (opener.length + closer.length) % 3 === 0
  return !hasMiddle || (opener.length % 3 === 0 && closer.length % 3 === 0)
}

/** Closes open elements at the end of the text: what will probably be emphasis is shown as emphasis at once. */
export function endAll(open: readonly Run[]): void {
  for (const run of open) {
    while (run.left > 0) {
      const used = run.left > 1 ? 2 : 1
      run.begun.unshift(elementOf(run.sign, used))
      run.left -= used
    }
  }
}

const elementOf = (sign: string, used: number) => (sign === '~' ? 'del' : used === 2 ? 'strong' : 'em')

export interface Grown {
  nodes: Inline[]
  /** How many of the nodes are final, whatever text follows, and where in the text the others begin. */
  firm: number
  firmTo: number
}

/**
 * The maximum number of splits between final and open text. With a text node per character, WebKit would take 4 s for
 * 10,000 brackets: whenever a node is added, it looks for a paragraph’s direction in all of them.
 */
const FIRM_CHARACTERS = 100

/** Turns tokens into nodes. Everything before `waits` is final. */
export function grow(tokens: readonly Token[], text = '', waits = 0): Grown {
  const nodes: Inline[] = []
  const levels = [nodes]
  let [firm, firmTo] = [0, 0]
  const append = (node: Inline) => {
    const level = levels[levels.length - 1] ?? nodes
    const last = level[level.length - 1]
    if (node === '') return
    if (typeof node === 'string' && typeof last === 'string' && (level !== nodes || level.length > firm)) {
      level[level.length - 1] = last + node
    } else level.push(node)
  }
  for (const { at, part } of tokens) {
    // A line's end also removes the spaces around it, and a mail address includes the text before the @.
    const isFar = nodes.length === 0 || at - firmTo >= FIRM_CHARACTERS
    if (isFar && levels.length === 1 && at <= waits && !/^\s|\n$|^[\w.+-]{2}/.test(text.slice(at - 1, at + 1))) {
      ;[firm, firmTo] = [nodes.length, at]
    }
    if (typeof part === 'string' || 'tag' in part) append(part)
    else if (isRun(part)) {
      for (let ended = 0; ended < part.ended && levels.length > 1; ended += 1) levels.pop()
      append(part.sign.repeat(part.left))
      for (const tag of part.begun) {
        const children: Inline[] = []
        if (levels.length > NESTED_SPANS) levels.push(levels[levels.length - 1] ?? nodes)
        else {
          append(span(tag, children))
          levels.push(children)
        }
      }
    } else part.forEach(append)
  }
  return { nodes, firm, firmTo }
}
