import { neutral } from './neutral.ts'

/** `&name;`, `&#38;`, `&#x26;`. */
const ENTITY = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|([a-z][a-z\d]{1,31}));/iy

/** The names that HTML itself needs. The others are in named.ts. */
const NAMED = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }))

export interface Decoded {
  text: string
  /** Where the entity ends. */
  end: number
}

/** The entity that begins at `at`, if there is one. */
export function entityAt(text: string, at: number, others?: (name: string) => string | undefined): Decoded | undefined {
  ENTITY.lastIndex = at
  const found = ENTITY.exec(text)
  if (!found) return undefined
  const [whole, hex, decimal, name = ''] = found
  const decoded =
    hex || decimal ? character(hex ? parseInt(hex, 16) : Number(decimal)) : (NAMED.get(name) ?? others?.(name))
  return decoded === undefined ? undefined : { text: decoded, end: at + whole.length }
}

const character = (code: number): string =>
  code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? neutral(String.fromCodePoint(code)) : '\uFFFD'

/** Resolves backslash escapes and entities, as in addresses, titles and languages. */
export const unescaped = (text: string): string =>
  text.replace(/\\([!-/:-@[-`{-~])|&#?\w+;/g, (whole, escaped?: string) => escaped ?? entityAt(whole, 0)?.text ?? whole)
