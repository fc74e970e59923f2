/** The worked example through the real Worker on this machine and a real provider. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { terminalJson } from '../protocol/terminal-json.ts'
import { HOST } from './port.ts'
import { openChat, type SmokeAnswer } from './smoke-chat.ts'
import { KEY_NAMES, providerOfTheDay, providersIn, type SmokeProvider } from './smoke-providers.ts'

/** The second can only be answered by a model that remembers the first. */
const EXAMPLE = [
  { question: '中国首都在哪里', expected: /北京|Beijing/i },
  { question: '人口是多少?', expected: /\d|[一二三四五六七八九十]+[百千万亿]/ },
] as const

const ORIGIN = 'http://localhost'
const SHOWN_CHARACTERS = 40

export interface Smoke {
  /** What can be asked: keys, addresses and models of providers. */
  environment: NodeJS.ProcessEnv
  /** All of them, not just the one for today. */
  all: boolean
  say: (line: string) => void
}

/** @returns whether every answer was right; also true if there was no provider to ask, which it reports. */
export async function smoke({ environment, all, say }: Smoke): Promise<boolean> {
  const configured = providersIn(environment)
  const chosen = all ? configured : providerOfTheDay(configured, new Date())
  if (chosen.length === 0) {
    say(`SKIPPED: nothing was tested, because no provider has a key. Set one of ${KEY_NAMES.join(', ')}.`)
  }
  let passed = true
  for (const provider of chosen) if (!(await passes(provider, say))) passed = false
  const left = configured.filter((provider) => !chosen.includes(provider)).map(({ name }) => name)
  if (left.length > 0) say(`Not asked today: ${left.join(', ')} (--all asks every provider).`)
  return passed
}

/** Prints a line for each answer, or one about what prevented asking. */
async function passes(provider: SmokeProvider, say: Smoke['say']): Promise<boolean> {
  try {
    return await answersRightly(provider, say)
  } catch (error) {
    say(`FAIL  ${provider.name}  ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

async function answersRightly({ name, bindings }: SmokeProvider, say: Smoke['say']): Promise<boolean> {
  // Loading wrangler takes seconds; without a key there is no need to wait for it.
  const { startWorker } = await import('./worker.ts')
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-smoke-'))
  const worker = await startWorker({
    host: HOST,
    port: 0,
    state,
    bindings: {
      ...bindings,
      SESSION_KEYS: `smoke:${randomBytes(32).toString('base64url')}`,
      LOCAL_UPSTREAMS: 'true',
      // One provider at a time, whatever wrangler.toml lists.
      PROVIDERS: '',
      DEMO_ORIGINS: ORIGIN,
    },
    log: () => {}, // the answer contains the error
  })
  try {
    const ask = await openChat(worker.url, ORIGIN)
    let all = true
    for (const { question, expected } of EXAMPLE) {
      const answer = await ask(question)
      const passed = answer.trouble === null && expected.test(answer.text)
      all &&= passed
      say(line(passed, `${name} ${bindings['OPENAI_MODEL']}`, question, answer))
    }
    return all
  } finally {
    await worker.dispose()
    await rm(state, { recursive: true, force: true })
  }
}

function line(passed: boolean, who: string, question: string, answer: SmokeAnswer): string {
  const { text, trouble, tokens, milliseconds } = answer
  // A terminal would execute control characters.
  const words = terminalJson(text.slice(0, SHOWN_CHARACTERS))
  const cost = `${tokens ?? 'unknown'} tokens, ${milliseconds} ms`
  return `${passed ? 'PASS' : 'FAIL'}  ${who}  ${question}  ${words}  ${cost}${trouble === null ? '' : `  (${trouble})`}`
}
