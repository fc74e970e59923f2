/** What an answer is made of. A `code` or `math` holds its text as it is, a `table` holds rows, a `row` holds cells. */
export type BlockKind =
  | 'root'
  | 'quote'
  | 'list'
  | 'item'
  | 'paragraph'
  | 'heading'
  | 'rule'
  | 'code'
  | 'math'
  | 'table'
  | 'row'
  | 'cell'

export interface Block {
  kind: BlockKind
  children: Block[]
  text: string
  /** The last line that belongs to it. */
  last: number
  /** heading: its level. item: how far its content is indented. list: its first number. code: the fence's length, 0 without one. */
  size: number
  /** list: the bullet, or what follows the number. code: the fence's sign. */
  sign: string
  /** code: what stands behind the fence. cell: how it is aligned. */
  note: string
  /** code: how far the fence is indented. */
  indent: number
  /** list: there is a blank line between two of its parts. */
  isLoose: boolean
  /** How many of the children will stay as they are, whatever comes. */
  firm: number
}

export const newBlock = (kind: BlockKind, last: number, own: Partial<Block> = {}): Block => ({
  kind,
  children: [],
  text: '',
  last,
  size: 0,
  sign: '',
  note: '',
  indent: 0,
  isLoose: false,
  firm: 0,
  ...own,
})
