import { isRecord } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'

/**
 * What a new site says where its owner has written nothing. The defaults of the schema are those of the demo persona, in Chinese:
 * nobody who makes a site of their own means that.
 */
const FIRST_WORDS = {
  name: 'Assistant',
  instructions:
    'You are the assistant of this website. Answer in the language the question is written in, friendly and plain, in two to five sentences. When you do not know something, say so, and do not make anything up.',
  greeting: 'Hello! How can I help?',
  starterPrompts: [],
} satisfies Partial<Settings>

/** @param given as it came, unchecked: what is wrong with it stays wrong. */
export const withFirstWords = (given: unknown): unknown =>
  given === undefined || given === null || (isRecord(given) && !Array.isArray(given))
    ? { ...FIRST_WORDS, ...given }
    : given
