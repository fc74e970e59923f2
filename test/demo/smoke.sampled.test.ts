/** `npm run smoke`, without a real provider: what it says when there is none, and what it makes of good and bad ones. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { smoke } from '../../demo/smoke-run.ts'
import { startUpstream, type Upstream } from '../../demo/upstream.ts'
import { providerOfTheDay, providersIn } from '../../demo/smoke-providers.ts'
import { faultScripts } from '../support/upstreams/fault-scripts.ts'
import { startFaultUpstream, type FaultUpstream } from '../support/upstreams/fault-upstream.ts'

const COMMAND = path.join(import.meta.dirname, '../../demo/smoke.ts')
const CANARY = 'sk-canary-in-the-environment'

let good: Upstream
let bad: FaultUpstream

beforeAll(async () => {
  good = await startUpstream({ chunksPerSecond: 200 })
  bad = await startFaultUpstream(faultScripts)
})

afterAll(async () => {
  await good?.stop()
  await bad?.stop()
})

/** As the command runs it: with nothing of this machine's environment, which may hold a real key. */
const command = (environment: Record<string, string>) =>
  new Promise<{ code: number; printed: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      [COMMAND],
      { env: { PATH: process.env['PATH'], ...environment } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, printed: stdout + stderr }),
    )
  })

/** The same in this process, which has loaded wrangler before. */
async function smoked(environment: Record<string, string>, { all = false } = {}) {
  const lines: string[] = []
  const passed = await smoke({ environment, all, say: (line) => void lines.push(line) })
  return { passed, printed: lines.join('\n') }
}

test('without a key it says that it was skipped and why, and does not claim to have passed', async () => {
  for (const environment of [{}, { OPENAI_API_KEY: '' }]) {
    const { passed, printed } = await smoked(environment)
    expect(passed).toBe(true)
    expect(printed).toMatch(/^SKIPPED: nothing was tested/)
    expect(printed).toContain('OPENAI_API_KEY')
    expect(printed).not.toMatch(/PASS/)
  }
  expect(await command({})).toMatchObject({ code: 0, printed: expect.stringMatching(/^SKIPPED/) })
})

test('two right answers pass, with their first words, tokens and time', async () => {
  const { passed, printed } = await smoked({ OPENAI_BASE_URL: good.url, OPENAI_API_KEY: CANARY })
  expect(printed.split('\n')).toEqual([
    expect.stringMatching(
      /^PASS {2}OpenAI gpt-4.1-mini {2}中国首都在哪里 {2}"中国的首都是北京。" {2}\d+ tokens, \d+ ms$/,
    ),
    expect.stringMatching(/^PASS .* 人口是多少\? {2}"北京.*" {2}\d+ tokens, \d+ ms$/),
  ])
  expect(passed).toBe(true)
  expect(printed).not.toContain(CANARY)
})

test('a refused key and a wrong answer fail', async () => {
  const refused = await command({ OPENAI_BASE_URL: `${bad.url}/status-401/v1`, OPENAI_API_KEY: CANARY })
  expect(refused.code).toBe(1)
  expect(refused.printed).toMatch(/^FAIL .*\(upstream_key_refused\)$/m)
  expect(refused.printed).not.toMatch(/PASS|canary/)

  // It says the same whatever is asked.
  const parrot = await smoked({ OPENAI_BASE_URL: `${bad.url}/whole/v1`, OPENAI_API_KEY: CANARY })
  expect(parrot.passed).toBe(false)
  expect(parrot.printed).toMatch(/^PASS .*\nFAIL .*$/)
})

test('one provider per day in turn, unless all are requested', async () => {
  const environment = {
    OPENAI_API_KEY: 'a',
    DEEPSEEK_API_KEY: 'b',
    OPENROUTER_API_KEY: 'c',
    OPENROUTER_MODEL: 'some/model',
  }
  const providers = providersIn(environment)
  const days = [0, 1, 2, 3].map((day) => providerOfTheDay(providers, new Date(Date.UTC(2026, 0, 1 + day))))
  expect(days.map((chosen) => chosen.length)).toEqual([1, 1, 1, 1])
  expect(new Set(days.flat()).size).toBe(3)
  expect(days[3]).toEqual(days[0])
  expect(providers[2]?.bindings).toEqual({
    OPENAI_API_KEY: 'c',
    OPENAI_BASE_URL: 'https://openrouter.ai/api/v1',
    OPENAI_MODEL: 'some/model',
  })
  expect(providerOfTheDay([], new Date())).toEqual([])

  const urls = { OPENAI_BASE_URL: good.url, DEEPSEEK_BASE_URL: good.url }
  expect((await smoked(urls)).printed).toMatch(/^Not asked today: (OpenAI|DeepSeek) /m)
  expect((await smoked(urls, { all: true })).printed.match(/^PASS/gm)).toHaveLength(4)
})
