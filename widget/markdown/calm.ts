import { newBlock, type Block } from './block.ts'
import { withoutDefinitions } from './blocks.ts'
import { row } from './table.ts'

/** A line with only this much text does not yet show what it will be. */
const MARKS = /^[ \t>]*(?:(?:[-+*=_#~`|:$\\[]+|\d{1,9}[.)]?|[-+*][ \t]+\[[ xX]?\]?)[ \t]*)?$/

export const saysNothing = (line: string): boolean => MARKS.test(line)

/** How to show an open paragraph: as what it will probably be, so that nothing jumps when it becomes that. */
export function calm(block: Block): Block {
  if (block.kind !== 'p') return block
  // The head of a table, before the line below it has arrived.
  if (/^\|.*(?:\n[\s|:-]*)?$/.test(block.text)) {
    const [head = ''] = block.text.split('\n')
    return newBlock('table', block.last, { children: [row(head, block.last, 'th')] })
  }
  const { rest } = withoutDefinitions(block.text)
  return { ...block, text: /^\[[^\]]*\]:\s*(?:\S+(?:\s+["'(][^\n]*)?)?$/.test(rest) ? '' : rest }
}
