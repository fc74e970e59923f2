import { unescaped } from './entities.ts'
import type { Target } from './link.ts'

/** Limits that keep one bracket from scanning the rest of a long text again and again. */
const LABEL = /\[(?:[^\\[\]]|\\.){1,999}\]/sy
const ANGLED = /<(?:[^<>\n\\]|\\.){0,2000}>/y
const TITLE = /"(?:[^"\\]|\\.){0,500}"|'(?:[^'\\]|\\.){0,500}'|\((?:[^()\\]|\\.){0,500}\)/sy
const SPACE = /[ \t]*(?:\n[ \t]*)?/y
const ADDRESS_CHARACTERS = 2000
const NESTED_BRACKETS = 8

export interface Read<T> {
  value: T
  end: number
}

export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

const skipSpace = (text: string, at: number) => at + (match(SPACE, text, at)?.[0].length ?? 0)

/** What the pattern matches here, without the character at either end. */
function readInside(pattern: RegExp, text: string, at: number): Read<string> | undefined {
  const found = match(pattern, text, at)?.[0]
  return found === undefined ? undefined : { value: found.slice(1, -1), end: at + found.length }
}

/** The `[label]` at this position. */
export function readLabel(text: string, at: number): Read<string> | undefined {
  const label = readInside(LABEL, text, at)
  return label?.value.trim() ? label : undefined
}

export const sameLabel = (label: string): string => label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase()

function readAddress(text: string, at: number): Read<string> | undefined {
  if (text[at] === '<') return readInside(ANGLED, text, at)
  let open = 0
  let end = at
  const most = at + ADDRESS_CHARACTERS
  for (; end < text.length; end += 1) {
    const sign = text[end] ?? ''
    if (sign <= ' ') break
    if (sign === '\\' && /[!-/:-@[-`{-~]/.test(text[end + 1] ?? '')) end += 1
    else if (sign === '(') open += 1
    else if (sign === ')') {
      if (open === 0) break
      open -= 1
    }
    if (open > NESTED_BRACKETS || end > most) return undefined
  }
  return open === 0 ? { value: text.slice(at, end), end } : undefined
}

const target = (address: string, title = ''): Target => ({
  address: unescaped(address),
  title: unescaped(title),
})

/** The address and title, if present, with the blanks before both and after the address. */
function readBoth(text: string, at: number) {
  const address = readAddress(text, skipSpace(text, at))
  if (!address) return undefined
  const from = skipSpace(text, address.end)
  return { address, title: from > address.end ? readInside(TITLE, text, from) : undefined, from }
}

/** `(address "title")`. */
export function readTarget(text: string, at: number): Read<Target> | undefined {
  const both = text[at] === '(' ? readBoth(text, at + 1) : undefined
  if (!both) return undefined
  const { address, title, from } = both
  const end = title ? skipSpace(text, title.end) : from
  return text[end] === ')' ? { value: target(address.value, title?.value), end: end + 1 } : undefined
}

/** `[label]: address "title"` at the beginning of a line, to the end of a line. */
export function readDefinition(text: string, at: number): Read<{ label: string; target: Target }> | undefined {
  const label = readLabel(text, at)
  const both = label && text[label.end] === ':' ? readBoth(text, label.end + 1) : undefined
  if (!label || !both || text[both.address.end - 1] === ':') return undefined
  const { address, title } = both
  const to = (end: number) => match(/[ \t]*(?:\n|$)/y, text, end)
  // Text after the address that is not a title makes this not a definition. On its own line it is text.
  const isTitled = title && to(title.end)
  const end = isTitled ? title.end : address.end
  const rest = to(end)
  return rest
    ? {
        value: { label: sameLabel(label.value), target: target(address.value, isTitled ? title.value : '') },
        end: end + rest[0].length,
      }
    : undefined
}
