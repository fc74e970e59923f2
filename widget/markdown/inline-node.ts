/** The content of a block: text, and elements around it. */
export type Inline = string | Span

export interface Span {
  tag: string
  attributes: Readonly<Record<string, string>>
  children: readonly Inline[]
  /** Only for MathML elements. Properties, because a page's policy may refuse the `style` attribute. */
  styles?: Readonly<Record<string, string>>
}

export const span = (tag: string, children: readonly Inline[] = [], attributes: Span['attributes'] = {}): Span => ({
  tag,
  attributes,
  children,
})

/** Added by the widget to a link's text. */
export const HOST = 'host'

/** The text alone, as it was written. */
export const wordsOf = (nodes: readonly Inline[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : (node.attributes['alt'] ?? ownWords(node)))).join('')

const ownWords = ({ attributes, children }: Span) => (attributes['class'] === HOST ? '' : wordsOf(children))
