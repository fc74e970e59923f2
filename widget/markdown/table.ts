import { newBlock, type Block } from './block.ts'

/** A wider table than this is no table: nobody could read it. */
const COLUMNS = 60

/** https://github.github.com/gfm/#tables-extension- */
const DELIMITERS = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/

/** How the columns are aligned, when this line stands below a table's head. */
export function alignments(line: string): string[] | undefined {
  if (!/[|:]/.test(line) || line.length > 4000 || !DELIMITERS.test(line)) return undefined
  const cells = split(line)
  if (cells.length > COLUMNS) return undefined
  return cells.map((cell) =>
    /^:-*:$/.test(cell) ? 'center' : cell.endsWith(':') ? 'end' : cell[0] === ':' ? 'start' : '',
  )
}

/** The cells of a line. A bar after a backslash is a bar. */
function split(line: string): string[] {
  const cells: string[] = []
  let cell = ''
  const inner = line.trim().replace(/^\|/, '')
  for (let at = 0; at < inner.length && cells.length <= COLUMNS; at += 1) {
    const sign = inner.charAt(at)
    if (sign === '\\' && inner[at + 1] === '|') {
      cell += '|'
      at += 1
    } else if (sign === '\\') {
      cell += sign + inner.charAt(at + 1)
      at += 1
    } else if (sign === '|') {
      cells.push(cell.trim())
      cell = ''
    } else cell += sign
  }
  return cell.trim() ? [...cells, cell.trim()] : cells
}

/** A row is as wide as the head says; what is missing is not made up for, or short lines would make large tables. */
export function row(line: string, number: number, aligned?: readonly string[]): Block {
  const cells = split(line).slice(0, aligned?.length ?? COLUMNS)
  return newBlock('row', number, {
    children: cells.map((text, at) => newBlock('cell', number, { text, note: aligned?.[at] ?? '' })),
  })
}
