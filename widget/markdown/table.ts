import { newBlock, type Block } from './block.ts'

/** A wider table than this is no table: nobody could read it. */
const COLUMNS = 60

/**
 * How the columns are aligned, when this line stands below a table's head.
 * https://github.github.com/gfm/#tables-extension-
 */
export function alignments(line: string): string[] | undefined {
  const cells = split(line)
  if (!/[|:]/.test(line) || cells.length > COLUMNS || !cells.every((cell) => /^:?-+:?$/.test(cell))) return undefined
  return cells.map((cell) =>
    /^:-*:$/.test(cell) ? 'center' : cell.endsWith(':') ? 'end' : cell[0] === ':' ? 'start' : '',
  )
}

/** The cells of a line. A bar after a backslash is a bar. */
function split(line: string): string[] {
  const bars = line.trim().replace(/^\||(?<!\\)\|$/g, '')
  return bars.split(/(?<!\\)\|/, COLUMNS + 1).map((cell) => cell.replaceAll('\\|', '|').trim())
}

/** A row is as wide as the head says; what is missing is not made up for, or short lines would make large tables. */
export function row(line: string, number: number, cell: 'td' | 'th', aligned?: readonly string[]): Block {
  const cells = split(line).slice(0, aligned?.length ?? COLUMNS)
  return newBlock('tr', number, {
    children: cells.map((text, at) => newBlock(cell, number, { text, note: aligned?.[at] ?? '' })),
  })
}
