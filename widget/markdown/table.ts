import { newBlock, type Block } from './block.ts'

/** A table wider than this is shown as text: nobody could read it. */
const COLUMNS = 60

/**
 * The alignment of the columns, if this line is the one below a table's head.
 * https://github.github.com/gfm/#tables-extension-
 */
export function alignments(line: string): string[] | undefined {
  const cells = split(line)
  if (!/[|:]/.test(line) || cells.length > COLUMNS || !cells.every((cell) => /^:?-+:?$/.test(cell))) return undefined
  return cells.map((cell) =>
    /^:-*:$/.test(cell) ? 'center' : cell.endsWith(':') ? 'end' : cell[0] === ':' ? 'start' : '',
  )
}

/** The cells of a line. A bar after a backslash is a literal bar. */
function split(line: string): string[] {
  const bars = line.trim().replace(/^\||(?<!\\)\|$/g, '')
  return bars.split(/(?<!\\)\|/, COLUMNS + 1).map((cell) => cell.replaceAll('\\|', '|').trim())
}

/** A row is as wide as the head. Missing cells are not added: otherwise short lines would make large tables. */
export function row(line: string, number: number, cell: 'td' | 'th', aligned?: readonly string[]): Block {
  const cells = split(line).slice(0, aligned?.length ?? COLUMNS)
  return newBlock('tr', number, {
    children: cells.map((text, at) => newBlock(cell, number, { text, note: aligned?.[at] ?? '' })),
  })
}
