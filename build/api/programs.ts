/** Chat Completions for the owner's own programs: `worker/programs/programs-routes.ts`. */
import { BODY_FAILURES, type Chapter } from './operation.ts'

const KEY_FAILURES = [
  'invalid_api_key',
  'too_many_failures',
  'owner_key_not_set',
  'owner_key_too_short',
  'site_misconfigured',
  'internal',
] as const

export const programs: Chapter = {
  tag: 'Programs',
  description:
    'For any OpenAI SDK, with `OWNER_KEY` as its key. No page may read these answers: there is no CORS. What a provider refuses is passed on with its own status and body, but for 401 and 403.',
  security: [{ ownerKey: [] }],
  operations: [
    {
      path: '/v1/chat/completions',
      method: 'post',
      name: 'createChatCompletion',
      summary: 'Ask a persona, or a model',
      description:
        '`model: "site:<name>"` answers as that site’s persona: its system message comes first, its sampling holds where the request says nothing. Every other model goes to the provider as it is. Bodies have 1 MiB at most.',
      body: {
        schema: 'ChatCompletionRequest',
        example: { model: 'site:demo', messages: [{ role: 'user', content: '中国首都在哪里' }] },
      },
      answer: {
        status: 200,
        says: 'As the provider answered; with `stream: true` as `text/event-stream`.',
        schema: 'ChatCompletion',
        type: 'json-or-events',
      },
      fails: [
        ...KEY_FAILURES,
        ...BODY_FAILURES,
        'model_not_found',
        'upstream_not_configured',
        'upstream_key_refused',
        'upstream_unavailable',
        'upstream_bad_reply',
      ],
      passesOn:
        'What the provider refuses, with its own status and in its own words. A status that is described above may bring such a body, too: then its `code` is the provider’s, or null.',
    },
    {
      path: '/v1/models',
      method: 'get',
      name: 'listModels',
      summary: 'Personas and models',
      answer: { status: 200, says: 'Sites first, as `site:<name>`, then what the providers name.', schema: 'Models' },
      fails: KEY_FAILURES,
    },
    {
      path: '/v1/models/{id}',
      method: 'get',
      name: 'readModel',
      summary: 'One of them',
      description: 'Slashes in the id are written as they are, or as `%2F`.',
      answer: { status: 200, says: 'The model.', schema: 'Model' },
      fails: [...KEY_FAILURES, 'model_not_found'],
    },
  ],
}
