/**
 * A message of a prompt, as Chat Completions defines it: a dialect with another format translates it.
 *
 * Source: https://platform.openai.com/docs/api-reference/chat/create (`messages`)
 */
export type Message = { role: 'system' | 'assistant'; content: string } | { role: 'user'; content: Content }

/** A text, or parts in order. */
export type Content = string | ContentPart[]

/** What a visitor's message can have in it. */
export type ContentPart = TextPart
interface TextPart {
  type: 'text'
  text: string
}

/** Text alone becomes a string, because some providers accept nothing else. */
export const contentOf = (parts: ContentPart[]): Content => (parts.every(isText) ? textOf(parts) : parts)

/** The words of a content; empty if it has none. */
export const textOf = (content: Content): string =>
  typeof content === 'string'
    ? content
    : content
        .filter(isText)
        .map(({ text }) => text)
        .join('\n\n')

/**
 * How many tokens a content has.
 *
 * @param count how a text is counted: `estimate`, or `utf8Bytes` for the most that it can have.
 */
export const contentTokens = (content: Content, count: (text: string) => number): number =>
  typeof content === 'string' ? count(content) : content.reduce((sum, part) => sum + partTokens(part, count), 0)

function partTokens(part: ContentPart, count: (text: string) => number): number {
  switch (part.type) {
    case 'text':
      return count(part.text)
    default:
      return part.type satisfies never
  }
}

const isText = (part: ContentPart): part is TextPart => part.type === 'text'
