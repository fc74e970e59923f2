/** The API's description of Chat Completions for the owner's own programs. */
import { PROGRAMS } from '../../protocol/api/programs.ts'
import type { Chapter, ChapterWords } from './chapter.ts'

const words: ChapterWords<typeof PROGRAMS> = {
  createChatCompletion: {
    summary: 'Ask a persona or a model',
    description:
      '`model: "site:<name>"` answers as that site’s persona: its system message comes first, and its sampling applies where the request has none. Every other model is passed to the provider unchanged.',
    example: { model: 'site:demo', messages: [{ role: 'user', content: '中国首都在哪里' }] },
    says: 'The provider’s answer; with `stream: true` as `text/event-stream`.',
    passesOn:
      'The provider’s refusal, with its own status and body. A status described above may also have such a body: then its `code` is the provider’s, or null.',
  },
  listModels: {
    summary: 'List personas and models',
    says: 'Sites first, as `site:<name>`, then the providers’ models.',
  },
  readModel: {
    summary: 'Read a persona or a model',
    description: 'Slashes in the id may be written as `/` or as `%2F`.',
    says: 'The model.',
  },
}

export const programs: Chapter = {
  tag: 'Programs',
  description:
    'For any OpenAI SDK, with `OWNER_KEY` as its key. Web pages cannot read these answers: there is no CORS. A provider’s refusal is passed on with its own status and body, except 401 and 403.',
  addresses: PROGRAMS,
  words,
}
