import type { Dialect } from '../dialect.ts'
import { EVENT_STREAM } from '../reply/body-form.ts'
import { ADAPTATIONS } from './adaptations.ts'
import { chatBody, type ChatBody } from './chat-body.ts'
import { StreamedReply } from './streamed-reply.ts'
import { readWhole } from './whole-reply.ts'

/** A dialect whose requests and answers are Chat Completions. */
export interface ChatDialect extends Dialect {
  body(...asked: Parameters<Dialect['body']>): ChatBody
}

/** How such a provider differs from the others. */
type Own = Partial<Pick<Dialect, 'owns' | 'needsKey' | 'address' | 'headers'>> & {
  /** Its reasoning models refuse the same settings as OpenAI's. */
  isStrict?: boolean
}

/** The same for every provider; the reference is https://platform.openai.com/docs/api-reference/chat/create */
export const chatCompletions = ({ isStrict = false, ...own }: Own = {}): ChatDialect => ({
  owns: () => false,
  needsKey: false,
  isChatCompletions: true,
  address: ({ baseUrl }) => `${baseUrl}/chat/completions`,
  headers: bearer,
  body: chatBody(isStrict),
  adaptations: ADAPTATIONS,
  streamStart: EVENT_STREAM,
  reader: () => new StreamedReply(),
  readWhole,
  ...own,
})

export const bearer: Dialect['headers'] = ({ key }) => (key ? { authorization: `Bearer ${key}` } : {})
