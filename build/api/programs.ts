/** The API's description of Chat Completions for the owner's own programs. */
import { PROGRAMS } from '../../protocol/api/programs.ts'
import type { Chapter, ChapterWords } from './chapter.ts'

const words: ChapterWords<typeof PROGRAMS> = {
  createChatCompletion: {
    summary: 'Ask a persona, or a model',
    description:
      '`model: "site:<name>"` answers as that site’s persona: its system message comes first, its sampling applies where the request says nothing. Every other model goes to the provider as it is.',
    example: { model: 'site:demo', messages: [{ role: 'user', content: '中国首都在哪里' }] },
    says: 'As the provider answered; with `stream: true` as `text/event-stream`.',
    passesOn:
      'What the provider refuses, with its own status and in its own words. A status that is described above may bring such a body, too: then its `code` is the provider’s, or null.',
  },
  listModels: {
    summary: 'Personas and models',
    says: 'Sites first, as `site:<name>`, then what the providers name.',
  },
  readModel: {
    summary: 'One of them',
    description: 'Slashes in the id are written as they are, or as `%2F`.',
    says: 'The model.',
  },
}

export const programs: Chapter = {
  tag: 'Programs',
  description:
    'For any OpenAI SDK, with `OWNER_KEY` as its key. No page may read these answers: there is no CORS. What a provider refuses is passed on with its own status and body, but for 401 and 403.',
  addresses: PROGRAMS,
  words,
}
