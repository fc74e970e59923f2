/** Transcripts to try the console's own parts with. */
import type { Transcript, TranscriptSummary } from '../../../protocol/schemas/transcript.ts'
import type { Turn } from '../../../protocol/schemas/turn.ts'

export const turnOf = (turn: Partial<Turn>): Turn => ({
  id: crypto.randomUUID(),
  seq: 1,
  attempt: 1,
  state: 'complete',
  failure: null,
  personaVersion: 1,
  createdAt: '2026-11-26T08:00:00.000Z',
  attemptedAt: '2026-11-26T08:00:00.000Z',
  question: 'Is it so?',
  page: null,
  answer: 'Yes.',
  earlierAttempts: [],
  feedback: null,
  lastEventId: null,
  provider: 'one',
  completionId: null,
  model: 'm',
  created: null,
  finishReason: 'stop',
  usage: null,
  ...turn,
})

export const transcriptOf = (turns: Turn[], session = 'abc'): Transcript => ({
  session,
  updatedAt: '2026-11-26T08:00:00.000Z',
  turns,
  receipts: [],
})

export const summaryOf = (session: string): TranscriptSummary => ({
  session,
  title: `Question of ${session}`,
  excerpt: null,
  firstTurnAt: '2026-11-26T08:00:00.000Z',
  lastTurnAt: '2026-11-26T08:00:00.000Z',
  turns: 1,
  ups: 0,
  downs: 0,
  troubles: [],
  versions: [1],
  writing: 'latin',
})
