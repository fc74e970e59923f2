/**
 * `npm run smoke`: the worked example through the real Worker on this machine and a real provider, with a key of the
 * owner's. One provider a day in turn; `npm run smoke -- --all` asks all of them. Ends with 1 when an answer is not right,
 * and with 0, saying that nothing was tried, when there is no key.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { HOST } from './port.ts'
import { openChat, type SmokeAnswer } from './smoke-chat.ts'
import { KEY_NAMES, providerOfTheDay, providersIn, type SmokeProvider } from './smoke-providers.ts'

/** The second can only be answered by who remembers the first. */
const EXAMPLE = [
  { question: '中国首都在哪里', expected: /北京|Beijing/i },
  { question: '人口是多少?', expected: /\d|[一二三四五六七八九十]+[百千万亿]/ },
] as const

const ORIGIN = 'http://localhost'
const SHOWN_CHARACTERS = 40

const configured = providersIn(process.env)
const chosen = process.argv.includes('--all') ? configured : providerOfTheDay(configured, new Date())

if (chosen.length === 0) {
  console.log(`SKIPPED: nothing was tested, because no provider has a key. Set one of ${KEY_NAMES.join(', ')}.`)
}
for (const provider of chosen) {
  if (!(await passes(provider))) process.exitCode = 1
}
const left = configured.filter((provider) => !chosen.includes(provider)).map(({ name }) => name)
if (left.length > 0) console.log(`Not asked today: ${left.join(', ')} (--all asks everybody).`)

/** Prints a line for each answer, or one for what kept us from asking. */
async function passes(provider: SmokeProvider): Promise<boolean> {
  try {
    return await answersRightly(provider)
  } catch (error) {
    console.log(`FAIL  ${provider.name}  ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}

async function answersRightly({ name, bindings }: SmokeProvider): Promise<boolean> {
  // Loading wrangler takes seconds, which who has no key need not wait for.
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
    log: () => {}, // what went wrong is in the answer
  })
  try {
    const ask = await openChat(worker.url, ORIGIN)
    let all = true
    for (const { question, expected } of EXAMPLE) {
      const answer = await ask(question)
      const passed = answer.trouble === null && expected.test(answer.text)
      all &&= passed
      console.log(line(passed, `${name} ${bindings['OPENAI_MODEL']}`, question, answer))
    }
    return all
  } finally {
    await worker.dispose()
    await rm(state, { recursive: true, force: true })
  }
}

function line(passed: boolean, who: string, question: string, answer: SmokeAnswer): string {
  const { text, trouble, tokens, milliseconds } = answer
  // Quoted as JSON: a terminal obeys control characters.
  const words = JSON.stringify(text.slice(0, SHOWN_CHARACTERS))
  const cost = `${tokens ?? 'unknown'} tokens, ${milliseconds} ms`
  return `${passed ? 'PASS' : 'FAIL'}  ${who}  ${question}  ${words}  ${cost}${trouble === null ? '' : `  (${trouble})`}`
}
