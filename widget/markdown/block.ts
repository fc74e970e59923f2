/** The tag that a block becomes, or nearly: `pre` is code, `math` is a formula. */
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
  /** li: the indent of its content. ol: its first number. pre: the length of the fence, 0 without one. */
  size: number
  /** ul, ol: the bullet, or the character after the number. pre, math: what ends it, or one character of that. */
  sign: string
  /** p: its last line. pre: the text after the fence. td: its alignment. table: the alignment of its columns. */
  note: string
  /** pre: the indent of the fence. */
  indent: number
  /** ul, ol: there is a blank line between two of its parts. */
  isLoose: boolean
  /** How many of the children are final, whatever follows. */
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
