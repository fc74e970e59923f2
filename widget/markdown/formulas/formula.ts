export interface Formula {
  /** The LaTeX between the delimiters. */
  tex: string
  /** It is on its own line. */
  isDisplay: boolean
  /** Where it ends, including the delimiters. */
  end: number
}

/** `$…$`, `$$…$$`, `\\(…\\)` and `\\[…\\]`, as models write them. */
const MATH =
  /\$\$((?:[^$\\]|\\[\s\S]){1,2000})\$\$|\$(?![\s$])((?:[^$\\\n]|\\.){0,500}[^\s$\\])\$(?!\w)|\\\(((?:[^\n\\]|\\[^\n()]){1,500})\\\)|\\\[((?:[^\\]|\\[^[\]]){1,1000})\\\]/y
const PROSE = /^[^\\^_=+<>{}]*[a-z]{3}[^\\^_=+<>{}]*$/i
/** Another currency, or an amount before a dollar sign with a country code. */
const PRICES = /\p{Sc}|^\d[^\\]*\d\s?(?:US|CA|AU|NZ|HK|SG|NT|MX|[ACRS])$/u
const RANGE = /^(\d[\d.,]{0,20})\s?([–—-])\s?(\d[\d.,]{0,20})$/

/** Whether this text between two dollar signs is about prices. */
function isMoney(text: string): boolean {
  if (PROSE.test(text) || PRICES.test(text)) return true
  const [whole, least = '', dash, most = ''] = RANGE.exec(text) ?? []
  const amount = (digits: string) => Number(digits.replaceAll(',', ''))
  return whole !== undefined && (dash !== '-' || amount(least) < amount(most))
}

/**
 * Brackets after backslashes are LaTeX, but also Markdown's way to write brackets that are not a link: models write
 * `\[Your Name\]`. A formula contains one of these …
 */
const MATHEMATICS = /\\[a-z%{}|,;: \\]|[\^=+×÷±\u2200-\u22ff]|(?<!\p{L}{2}\\?)_/iu
/** … or Latin or Greek letters that do not form words. */
const WORDS = /\p{L}{2}|[^\P{L}\p{Script=Latin}\p{Script=Greek}]/u
/** At the beginning of a line, these are list markers. */
const COUNT = /^[a-i]$/i

function isFormulaInBrackets(text: string, at: number, tex: string): boolean {
  const before = text.charAt(at - 1)
  // A link whose brackets are all escaped.
  if (before === ']') return false
  if (MATHEMATICS.test(tex)) return true
  const letters = tex.trim()
  if (WORDS.test(letters) || !/\p{L}/u.test(letters) || /[\p{L}\p{N}]/u.test(before)) return false
  return letters.length > 1 || (text[at + 1] === '(' && !(COUNT.test(letters) && /^\n?$/.test(before)))
}

/** The formula that begins at `at`, if there is one. */
export function formulaAt(text: string, at: number): Formula | undefined {
  if (text[at] === '$' && /[\w$]/.test(text[at - 1] ?? '')) return undefined
  MATH.lastIndex = at
  const [whole = '', display, dollars, brackets, square] = MATH.exec(text) ?? []
  const tex = display ?? dollars ?? brackets ?? square ?? ''
  if (!/[\p{L}\p{N}]/u.test(tex) || (dollars && isMoney(dollars))) return undefined
  if ((brackets || square) && !isFormulaInBrackets(text, at, tex)) return undefined
  return { tex, isDisplay: Boolean(display || square), end: at + whole.length }
}
