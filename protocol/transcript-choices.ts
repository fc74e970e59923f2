/** What transcripts can be filtered by. */
export const TRANSCRIPT_STATES = ['complete', 'stopped', 'interrupted', 'failed'] as const
/** Ratings that somebody gave; `any` is either. */
export const TRANSCRIPT_RATINGS = ['up', 'down', 'any'] as const
/** The script that most of a session's questions are written in: it can be told without guessing. */
export const WRITINGS = ['latin', 'han', 'kana', 'hangul', 'cyrillic', 'arabic', 'devanagari', 'other'] as const
