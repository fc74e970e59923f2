/** The tag that a block becomes, or nearly: `pre` is code as it is written, `math` a formula. */
export type BlockKind =
  | 'root'
  | 'blockquote'
  | 'ul'
  | 'ol'
  | 'li'
  | 'p'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'hr'
  | 'pre'
  | 'math'
  | 'table'
  | 'tr'
  | 'td'
  | 'th'

export interface Block {
  kind: BlockKind
  children: Block[]
  text: string
  /** The last line that belongs to it. */
  last: number
  /** li: how far its content is indented. ol: its first number. pre: the fence's length, 0 without one. */
  size: number
  /** ul, ol: the bullet, or what follows the number. pre, math: what ends it, or one sign of that. */
  sign: string
  /** p: its last line. pre: what stands behind the fence. td: how it is aligned. table: how its columns are. */
  note: string
  /** pre: how far the fence is indented. */
  indent: number
  /** ul, ol: there is a blank line between two of its parts. */
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
