/** Chat Completions for the owner's own programs. */
import { PROGRAM_BODY_BYTES } from '../sizes.ts'
import type { Address } from './address.ts'

export const PROGRAMS = {
  createChatCompletion: {
    method: 'POST',
    path: '/v1/chat/completions',
    by: 'program',
    body: 'ChatCompletionRequest',
    bodyBytes: PROGRAM_BODY_BYTES,
    answer: { status: 200, schema: 'ChatCompletion', type: 'json-or-events' },
    fails: [
      'model_not_found',
      'upstream_not_configured',
      'upstream_key_refused',
      'upstream_unavailable',
      'upstream_bad_reply',
    ],
  },
  listModels: { method: 'GET', path: '/v1/models', by: 'program', answer: { status: 200, schema: 'Models' } },
  readModel: {
    method: 'GET',
    path: '/v1/models/:id+',
    by: 'program',
    answer: { status: 200, schema: 'Model' },
    fails: ['model_not_found'],
  },
} as const satisfies Readonly<Record<string, Address>>
