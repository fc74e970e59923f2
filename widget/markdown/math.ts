import { SYMBOLS } from './symbols.ts'

/** Longer than this it is no formula, and is shown as it is written. */
const FORMULA_CHARACTERS = 2000
/** Rows and columns that one line of text cannot show: without them a matrix is a list of its numbers. */
const TABLE = /\\begin\s?\{(?!(?:align|aligned|equation|gather|gathered|split|multline)\*?\})/

const pairs = (from: string, to: string) => {
  const signs = Array.from(to)
  return new Map(Array.from(from, (sign, at) => [sign, signs[at] ?? sign]))
}
const HIGH = pairs("0123456789+-=(),abcdefghijklmnoprstuvwxyzT−'′*∘", '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾,ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ⁻′′*°')
const LOW = pairs('0123456789+-=(),aehijklmnoprstuvx−', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎,ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ₋')
const DOUBLE = pairs('CHNPQRZ', 'ℂℍℕℙℚℝℤ')
/** Put after a single letter, they stand above it. */
const MARKS = new Map(
  Object.entries({ hat: '\u0302', bar: '\u0304', overline: '\u0304', vec: '\u20d7', dot: '\u0307', tilde: '\u0303' }),
)
const SILENT = /^(?:left|right|[bB]igg?[lr]?|displaystyle|limits|nolimits|text\w*|math\w+|operatorname|boxed|mathrm)$/
const PIECE = /\\([A-Za-z]+|[\s\S]) ?|[\s\S]/y

/**
 * A formula in LaTeX as text that can be read: `x^2` is x², `\frac{1}{2}` is 1/2. What is unknown stays as its name; a matrix,
 * a case distinction or another table stays as it is written.
 */
export function readable(tex: string): string {
  if (tex.length > FORMULA_CHARACTERS || TABLE.test(tex)) return tex
  let at = 0

  /** Up to the brace that closes, or to the end. */
  function group(closing: string): string {
    let text = ''
    while (at < tex.length) {
      const piece = next()
      if (piece === undefined) return text
      if (piece === closing) return text
      text += piece
    }
    return text
  }
  /** One argument: what stands in braces, or one sign. */
  function argument(): string {
    while (tex[at] === ' ') at += 1
    return next() ?? ''
  }
  /** `undefined` at a brace that closes. */
  function next(): string | undefined {
    PIECE.lastIndex = at
    const [sign = '', command] = PIECE.exec(tex) ?? []
    at += sign.length || 1
    if (command) return perform(command)
    switch (sign) {
      case '{':
        return group('}')
      case '}':
        return undefined
      case '^':
        return raised(argument(), HIGH, '^')
      case '_':
        return raised(argument(), LOW, '_')
      case '&':
        return ''
      case '~':
        return ' '
      default:
        return sign
    }
  }
  function perform(command: string): string {
    switch (command) {
      case 'frac':
      case 'dfrac':
      case 'tfrac':
        return `${bound(argument())}/${bound(argument())}`
      case 'binom':
        return `C(${argument()}, ${argument()})`
      case 'sqrt': {
        let root = ''
        if (tex[at] === '[') {
          at += 1
          root = group(']')
        }
        return `${root === '3' ? '∛' : (root && raised(root, HIGH, '') + '√') || '√'}${bound(argument())}`
      }
      case 'mathbb': {
        const letters = argument()
        return replaced(letters, DOUBLE) ?? letters
      }
      case 'begin':
      case 'end':
        argument()
        return ''
      case '\\':
        return '\n'
    }
    const mark = MARKS.get(command)
    if (mark) return argument() + mark
    if (SILENT.test(command)) return ''
    const symbol = SYMBOLS.get(command) ?? SYMBOLS.get(command.replace(/^var/, ''))
    // LaTeX leaves out the space that ends a name; a reader wants it.
    if (symbol) return tex[at - 1] === ' ' ? `${symbol} ` : symbol
    if (/^[,;: ]$|^q?quad$/.test(command)) return ' '
    if (command === '!') return ''
    // The names of functions are words, and stand apart from what follows.
    return /^[A-Za-z]{2,}/.test(command) && /[\w\\]/.test(tex[at] ?? '') ? `${command} ` : command
  }

  let whole = ''
  while (at < tex.length) whole += next() ?? ''
  return whole.replace(/[ \t]+/g, ' ').trim()
}

/** In brackets, unless it is one number or one name. */
const bound = (text: string) => (/^[\p{L}\p{N}\p{M}.]*$|^\(.*\)$/u.test(text) ? text : `(${text})`)

/** `undefined` when one of the signs has no other form. */
function replaced(text: string, forms: ReadonlyMap<string, string>): string | undefined {
  let changed = ''
  for (const sign of text) {
    const form = forms.get(sign)
    if (!form) return undefined
    changed += form
  }
  return changed
}

const raised = (text: string, forms: ReadonlyMap<string, string>, sign: string) =>
  replaced(text.replaceAll(' ', ''), forms) ?? sign + bound(text)
