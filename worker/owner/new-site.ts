import { isRecord } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'

/**
 * A new site's texts that its owner has left out. The schema's defaults are the demo persona's, in Chinese, which no owner wants
 * for a new site.
 */
const FIRST_WORDS = {
  name: 'Assistant',
  instructions:
    'You are the assistant of this website. Answer in the language of the question, in a friendly and plain way, in two to five sentences. When you do not know something, say so, and do not make anything up.',
  greeting: 'Hello! How can I help?',
  starterPrompts: [],
} satisfies Partial<Settings>

/** @param given unchecked: invalid values stay invalid. */
export const withFirstWords = (given: unknown): unknown =>
  given === undefined || given === null || (isRecord(given) && !Array.isArray(given))
    ? { ...FIRST_WORDS, ...given }
    : given
