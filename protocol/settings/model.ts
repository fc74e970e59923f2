/** Who answers, and how. */
import * as v from 'valibot'
import { number, settingsIn, text, whole } from './setting.ts'

const { setting, unset } = settingsIn('model')

/** What shapes an answer. `worker/providers/chat-completions/chat-body.ts` sends all of it, or does not compile. */
export const sampling = () => ({
  temperature: setting({
    schema: number(0, 2),
    title: 'Temperature',
    help: '0 is the most predictable, 2 the most random.',
    initial: 0.6,
  }),
  maxTokens: setting({
    schema: whole(1, 100_000),
    title: 'Longest answer',
    help: 'In tokens (max_tokens).',
    initial: 1024,
  }),
  topP: unset({ schema: number(0, 1), title: 'Top p', help: 'Nucleus sampling (top_p).' }),
  presencePenalty: unset({ schema: number(-2, 2), title: 'Presence penalty', help: 'presence_penalty.' }),
  frequencyPenalty: unset({ schema: number(-2, 2), title: 'Frequency penalty', help: 'frequency_penalty.' }),
  stop: unset({
    schema: v.pipe(v.array(v.pipe(text(100), v.minLength(1))), v.maxLength(4)),
    title: 'Stop',
    help: 'Up to four strings that end an answer.',
  }),
  seed: unset({
    schema: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    title: 'Seed',
    help: 'Asks for repeatable answers.',
  }),
  reasoningEffort: unset({
    schema: v.picklist(['minimal', 'low', 'medium', 'high']),
    title: 'Reasoning effort',
    help: 'How long a reasoning model thinks (reasoning_effort); other models do not get it.',
  }),
})

/** A site's values; unset ones are undefined. */
export type Sampling = v.InferOutput<v.ObjectSchema<ReturnType<typeof sampling>, undefined>>

/** These never leave the Worker, except to the provider. */
export const kept = () => ({
  model: setting({ schema: text(120), title: 'Model', help: 'Empty: the provider’s default.', initial: '' }),
  ...sampling(),
  contextTokens: setting({
    schema: whole(500, 1_000_000),
    title: 'Longest prompt',
    help: 'In tokens (estimated): instructions, earlier turns and the question. When a conversation exceeds it, the oldest turns are dropped until it is half as long; the first turn stays. The conversation gets at least half, however long the instructions are. The answer is not included: both together must fit the model.',
    initial: 3000,
  }),
  summary: setting({
    schema: v.picklist(['off', 'on']),
    title: 'Summary',
    help: 'Whether the model keeps notes on turns that no longer fit the prompt. It writes them after an answer, while nobody is waiting. Each time costs one more request.',
    initial: 'off',
  }),
  summaryModel: setting({
    schema: text(120),
    title: 'Summary model',
    help: 'A cheaper model for the notes. Empty: the model that answers.',
    initial: '',
  }),
  upstream: setting({
    schema: text(63),
    title: 'Upstream',
    help: 'The configured provider to ask first; empty: the first one.',
    initial: '',
  }),
})
