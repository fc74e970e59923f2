/** What stands inside a block: words, and elements around them. */
export type Inline = string | Span

export interface Span {
  tag: string
  attributes: Readonly<Record<string, string>>
  children: readonly Inline[]
  /** An element of MathML has these. They are properties, because a page's policy may refuse the attribute `style`. */
  styles?: Readonly<Record<string, string>>
}

export const span = (tag: string, children: readonly Inline[] = [], attributes: Span['attributes'] = {}): Span => ({
  tag,
  attributes,
  children,
})

/** Added by us to a link's words. */
export const HOST = 'host'

/** The words alone, as they were written. */
export const wordsOf = (nodes: readonly Inline[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : (node.attributes['alt'] ?? ownWords(node)))).join('')

const ownWords = ({ attributes, children }: Span) => (attributes['class'] === HOST ? '' : wordsOf(children))
