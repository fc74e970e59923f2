import { neutral } from './neutral.ts'

/** `&name;`, `&#38;`, `&#x26;`. */
const ENTITY = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z][a-z\d]{1,31}));/iy

/** The names that models write. HTML has two thousand more; what is not here stays as it is written. */
const NAMED = new Map(
  Array.from(
    'amp& lt< gt> quot" apos\' nbsp\u00a0 copy© reg® trade™ hellip… mdash— ndash– lsquo‘ rsquo’ ldquo“ rdquo” laquo« raquo» bull• middot· times× divide÷ plusmn± deg° para¶ sect§ euro€ pound£ yen¥ cent¢ larr← uarr↑ rarr→ darr↓ harr↔ rArr⇒ le≤ ge≥ ne≠ asymp≈ infin∞ micro\u00b5 szligß aeligæ AEligÆ oslashø Oslash\u00d8 iexcl¡ iquest¿ ensp\u2002 emsp\u2003'.matchAll(
      /(\w+)([^]) ?/g,
    ),
    ([, name = '', sign = '']) => [name, sign],
  ),
)
/** `eacute`: a letter and what stands above or below it. */
const MARKED = /^(\w)(acute|grave|circ|tilde|uml|cedil|ring|caron)$/
const MARKS: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  uml: '\u0308',
  cedil: '\u0327',
  ring: '\u030a',
  caron: '\u030c',
}

export interface Decoded {
  text: string
  /** Where the entity ends. */
  end: number
}

/** The entity that begins at `at`, if one does. */
export function entityAt(text: string, at: number): Decoded | undefined {
  ENTITY.lastIndex = at
  const found = ENTITY.exec(text)
  if (!found) return undefined
  const [whole, hex, decimal, name = ''] = found
  const decoded = hex || decimal ? character(hex ? parseInt(hex, 16) : Number(decimal)) : named(name)
  return decoded === undefined ? undefined : { text: decoded, end: at + whole.length }
}

const character = (code: number): string =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? neutral(String.fromCodePoint(code)) : '\uFFFD'

function named(name: string): string | undefined {
  const [, letter, mark = ''] = MARKED.exec(name) ?? []
  return letter ? (letter + MARKS[mark]).normalize() : NAMED.get(name)
}

/** Backslash escapes and entities, as they count in addresses, titles and languages. */
export const unescaped = (text: string): string =>
  text.replace(/\\([!-/:-@[-`{-~])|&#?\w+;/g, (whole, escaped?: string) => escaped ?? entityAt(whole, 0)?.text ?? whole)
