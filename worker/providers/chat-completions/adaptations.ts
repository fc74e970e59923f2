import { field, isRecord } from '../../../protocol/record.ts'
import type { Adaptation } from '../dialect.ts'

/** What some providers refuse and others accept. */
export const ADAPTATIONS: readonly Adaptation[] = [
  {
    says: 'refuses stream_options: tokens are estimated',
    names: /stream_options|include_usage/i,
    isGuessed: true,
    without({ stream_options: options, ...body }) {
      return options === undefined ? undefined : body
    },
  },
  {
    says: 'refuses the role system: instructions go with the first question',
    names: /\broles?\b|(?:system|developer)[ _](?:message|prompt|instruction)/i,
    isGuessed: false,
    without(body) {
      const messages = withoutSystem(body['messages'])
      return messages && { ...body, messages }
    },
  },
]

/** Puts the instructions before the first question, in the visitor's own message; undefined if there are none. */
function withoutSystem(messages: unknown): unknown[] | undefined {
  if (!Array.isArray(messages)) return undefined
  const first = messages.findIndex((message) => !isRecord(message) || message['role'] !== 'system')
  const question: unknown = messages[first]
  if (first <= 0 || !isRecord(question) || question['role'] !== 'user') return undefined
  const contents = [...messages.slice(0, first), question].map((message: unknown) => field(message, 'content'))
  return [{ ...question, content: joined(contents) }, ...messages.slice(first + 1)]
}

/** Texts become one text. A list of parts stays a list. */
const joined = (contents: readonly unknown[]): unknown =>
  contents.some(Array.isArray)
    ? contents.flatMap((content) => (Array.isArray(content) ? content : [{ type: 'text', text: content }]))
    : contents.join('\n\n')
