import { env } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { consoleLog, errorText, faultLine } from '../../../worker/base/log.ts'
import { refusalLine } from '../../../worker/http/refusal.ts'
import { linesWithSecrets } from '../support/logged.ts'
import { readEvents } from '../support/read-events.ts'

test('a secret in a line of the log would be found', () => {
  consoleLog({ event: 'fault', code: 'internal', detail: `Bearer ${env.OPENAI_API_KEY}` })
  expect(linesWithSecrets()).toEqual([expect.stringContaining(env.OPENAI_API_KEY)])
})

test('a secret in a response would be found, in one piece and in an answer of many', async () => {
  await Response.json({ detail: env.OWNER_KEY }).json()
  const pieces = [env.OWNER_KEY.slice(0, 9), env.OWNER_KEY.slice(9)]
  const stream = pieces.map((text) => `event: delta\ndata: ${JSON.stringify({ text })}\n\n`).join('')
  await readEvents(new Response(stream))
  expect(linesWithSecrets()).toEqual([expect.stringContaining(env.OWNER_KEY), expect.stringContaining(env.OWNER_KEY)])
})

test('a failure that the owner can fix says how', () => {
  const lines: unknown[] = []
  const { log } = console
  try {
    console.log = (line: unknown) => lines.push(line)
    consoleLog({ event: 'refusal', code: 'upstream_key_refused' })
  } finally {
    console.log = log
  }
  expect(JSON.parse(String(lines[0]))).toMatchObject({ code: 'upstream_key_refused', mend: expect.any(String) })
})

test('a terminal shows a line as it is, and it is the same JSON', () => {
  const lines: string[] = []
  const { log } = console
  // A byte that begins a terminal's command, one that turns the direction around, and a line that is none.
  const origin = 'http://x\u009b31m\u202e\u2028\u007f\u2066.example'
  try {
    console.log = (line: string) => void lines.push(line)
    consoleLog({ event: 'refusal', code: 'origin_not_allowed', detail: origin })
  } finally {
    console.log = log
  }
  expect(lines[0]).toMatch(/^[\x20-\x7e\u2019]+$/)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ detail: origin })
})

test('an unexpected error has its stack, the request and the address where it happened', () => {
  const about = { request: '8f3a1b2c-3d4e', where: 'GET /v1/session' }
  const { detail, ...line } = refusalLine(new TypeError('of nothing'), about)
  expect(line).toEqual({ event: 'fault', code: 'internal', ...about })
  expect(detail).toMatch(/^TypeError: of nothing\n\s+at .*log\.test\.ts/)
})

test('invalid JSON is not quoted: someone may have written it', () => {
  const said = '{"question":"words-of-a-visitor'
  const read = (): unknown => JSON.parse(said)
  expect(read).toThrow(SyntaxError)
  try {
    read()
  } catch (error) {
    expect(errorText(error)).toBe('SyntaxError')
    const { detail } = faultLine(error)
    expect(detail).toMatch(/^SyntaxError\n\s+at JSON\.parse.*\n\s+at read .*log\.test\.ts/)
    expect(detail).not.toContain('words-of-a-visitor')
  }
  expect(errorText(new TypeError('of nothing'))).toBe('TypeError: of nothing')
})
