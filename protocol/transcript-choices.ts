/** What transcripts can be filtered by. */
export const TRANSCRIPT_STATES = ['complete', 'stopped', 'interrupted', 'failed'] as const
/** Ratings given by visitors; `any` is either. */
export const TRANSCRIPT_FEEDBACK = ['up', 'down', 'any'] as const
/** The script of most of a session's questions, which can be determined without guessing. */
export const WRITINGS = ['latin', 'han', 'kana', 'hangul', 'cyrillic', 'arabic', 'devanagari', 'other'] as const
