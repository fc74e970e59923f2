import { SYMBOLS } from './symbols.ts'
import { neutral } from './neutral.ts'

/** `&name;`, `&#38;`, `&#x26;`. */
const ENTITY = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z][a-z\d]{1,31}));/iy

/** The names for U+00A0 to U+00FF, in order. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  )

const NAMED = new Map([
  ...SYMBOLS,
  ...LATIN.map((name, at) => [name, String.fromCharCode(0xa0 + at)] as const),
  ...'amp & lt < gt > quot " apos \' ndash – mdash — lsquo ‘ rsquo ’ ldquo “ rdquo ” bull • hellip … trade ™ euro € larr ← uarr ↑ rarr → darr ↓ harr ↔ check ✓ ensp \u2002 emsp \u2003 zwj \u200d zwnj \u200c'
    .split(/ (?=\w)/)
    .map((pair) => {
      const [name = '', sign = ''] = pair.split(' ')
      return [name, sign] as const
    }),
])

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
  const decoded = hex || decimal ? character(hex ? parseInt(hex, 16) : Number(decimal)) : NAMED.get(name)
  return decoded === undefined ? undefined : { text: decoded, end: at + whole.length }
}

const character = (code: number): string =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? neutral(String.fromCodePoint(code)) : '\uFFFD'

/** Backslash escapes and entities, as they count in addresses, titles and languages. */
export const unescaped = (text: string): string =>
  /[\\&]/.test(text)
    ? text.replace(
        /\\([!-/:-@[-`{-~])|&#?\w+;/g,
        (whole, escaped?: string) => escaped ?? entityAt(whole, 0)?.text ?? whole,
      )
    : text
