/** Which blocks a text becomes. */
import { expect, test } from 'vitest'
import type { Block } from '../../../widget/markdown/block.ts'
import { readBlocks } from '../../../widget/markdown/blocks.ts'

function read(text: string): Block {
  const blocks = readBlocks()
  text.split('\n').forEach(blocks.add)
  blocks.end()
  return blocks.root
}

const loose = (block: Block): string[] => [
  ...(block.isLoose ? [block.kind] : []),
  ...block.children.flatMap((child) => loose(child)),
]

test.for([
  ['- > a\n  >\n- b', []],
  ['- > a\n  > \n  > b\n- c', []],
  ['1. > a\n   >\n   b\n2. c', []],
  ['- > a\n\n- b', ['ul']],
  ['- > a\n  >\n\n- b', ['ul']],
  ['> - a\n>\n> - b', ['ul']],
  ['- > - a\n  >\n  > - b\n- c', ['ul']],
  ['- > > a\n  > >\n- b', []],
  ['- a\n  >\n- b', []],
  ['- a\n- b', []],
  ['- a\n\n  b', ['ul']],
] as const)('%j has the loose lists %j', ([text, lists]) => {
  expect(loose(read(text))).toEqual(lists)
})
