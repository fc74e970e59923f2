/** The differences between two settings, in a form that a person can read. */
import { field } from '../../protocol/record.ts'
import type { SettingField } from '../../protocol/setting-fields.ts'

export interface Change {
  field: SettingField
  before: unknown
  after: unknown
}

export const changesBetween = (fields: readonly SettingField[], before: object, after: object): Change[] =>
  fields
    .map((one) => ({ field: one, before: field(before, one.name), after: field(after, one.name) }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))

export interface DifferencePart {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/**
 * The beginning and end of a long text, and how many characters are between them; null for a short text. Words are shown
 * whole, unless a word is longer than the part that is shown.
 */
export function folded(text: string, around: number): { head: string; left: number; tail: string } | null {
  const words = wordsOf(text)
  const characters = [...text]
  const head = upTo(around, words).join('') || characters.slice(0, around).join('')
  const tail = upTo(around, words.toReversed()).toReversed().join('') || characters.slice(-around).join('')
  const left = characters.length - [...head].length - [...tail].length
  return left < around ? null : { head, left, tail }
}

/** As many of the words as fit into this many characters. */
function upTo(most: number, words: readonly string[]): string[] {
  let length = 0
  const end = words.findIndex((word) => (length += [...word].length) > most)
  return words.slice(0, end < 0 ? words.length : end)
}

/** The cost is the product of both word counts. Beyond this limit, the whole stretch counts as changed. */
const MOST_STEPS = 1_000_000

/** Compares two texts by line, then changed lines by word. The `same` and `removed` parts together are exactly `before`. */
export function piecesBetween(before: string, after: string): DifferencePart[] {
  const lines = compared(linesOf(before), linesOf(after))
  const pieces: DifferencePart[] = []
  for (let at = 0; at < lines.length; at++) {
    const [line, next] = [lines[at], lines[at + 1]]
    if (line?.kind === 'removed' && next?.kind === 'added') {
      pieces.push(...compared(wordsOf(line.text), wordsOf(next.text)))
      at++
    } else if (line) pieces.push(line)
  }
  return joined(pieces)
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []
/** Scripts without spaces are compared letter by letter. */
const wordsOf = (text: string): string[] =>
  text.match(
    /\r?\n|[^\S\r\n]+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}\p{M}]+|[^]/gu,
  ) ?? []

function compared(before: readonly string[], after: readonly string[]): DifferencePart[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  const room = Math.min(before.length, after.length) - head
  while (tail < room && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  const same = (parts: readonly string[]): DifferencePart => ({ kind: 'same', text: parts.join('') })
  return joined([
    same(before.slice(0, head)),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    same(tail === 0 ? [] : before.slice(-tail)),
  ])
}

/** By the longest common subsequence. */
function middle(before: readonly string[], after: readonly string[]): DifferencePart[] {
  if (before.length * after.length > MOST_STEPS) {
    return [
      { kind: 'removed', text: before.join('') },
      { kind: 'added', text: after.join('') },
    ]
  }
  const width = after.length + 1
  const longest = new Uint32Array((before.length + 1) * width)
  const at = (row: number, column: number): number => longest[row * width + column] ?? 0
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      longest[row * width + column] =
        before[row] === after[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1))
    }
  }
  const pieces: DifferencePart[] = []
  let [row, column] = [0, 0]
  while (row < before.length || column < after.length) {
    const [old = '', young = ''] = [before[row], after[column]]
    if (row < before.length && column < after.length && old === young) {
      pieces.push({ kind: 'same', text: old })
      row++
      column++
    } else if (row < before.length && (column === after.length || at(row + 1, column) >= at(row, column + 1))) {
      pieces.push({ kind: 'removed', text: old })
      row++
    } else {
      pieces.push({ kind: 'added', text: young })
      column++
    }
  }
  return pieces
}

/** Adjacent parts of one kind are joined. Removed text comes before the text that was added in its place. */
function joined(pieces: readonly DifferencePart[]): DifferencePart[] {
  const all: DifferencePart[] = []
  const add = ({ kind, text }: DifferencePart): void => {
    const last = all.at(-1)
    if (text === '') return
    if (last?.kind === kind) all[all.length - 1] = { kind, text: last.text + text }
    else all.push({ kind, text })
  }
  let added = ''
  for (const piece of pieces) {
    if (piece.kind === 'added') added += piece.text
    else {
      if (piece.kind === 'same' && piece.text !== '') {
        add({ kind: 'added', text: added })
        added = ''
      }
      add(piece)
    }
  }
  add({ kind: 'added', text: added })
  return all
}
