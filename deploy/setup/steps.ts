/** The steps of a setup, in order, each in a sentence; and how they are reported. */
import type { KvBinding } from '../wrangler-toml.ts'

export const STEPS = {
  account: 'Find the Cloudflare account for your credentials.',
  name: 'Check that the Worker’s name is free, or already used by Inglenook.',
  keys: 'Create the owner key, and store it where only you can read it.',
  namespaces: 'Create two KV namespaces, for transcripts and for personas.',
  toml: 'Write the lines of wrangler.toml that differ.',
  secrets: 'Set the Worker’s secrets.',
  build: 'Build the Worker and the chat’s files.',
  deploy: 'Deploy them.',
  health: 'Check from outside that the Worker answers.',
  site: 'Create the site, and allow its pages to have the chat.',
  turn: 'Ask the chat a question, as a visitor would.',
} as const

export type StepName = keyof typeof STEPS

/** What a step did; null if it was already done. */
export type Done = { did: string; already?: never } | { did?: never; already: string }

/** Reports a step before it begins, and its result; errors are rethrown. */
export type Step = (name: StepName, run: () => Promise<Done>) => Promise<void>

export const stepsIn =
  (say: (line: string) => void): Step =>
  async (name, run) => {
    const names = Object.keys(STEPS)
    say(`${names.indexOf(name) + 1}/${names.length} ${STEPS[name]}`)
    const { did, already } = await run()
    say(`     ${did ?? `Already done: ${already}`}`)
  }

/** The titles that wrangler uses for those it creates, so that each of the two finds what the other created. */
export const namespaceTitle = (worker: string, binding: KvBinding): string => `${worker}-${binding.toLowerCase()}`
