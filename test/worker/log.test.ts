import { env } from 'cloudflare:test'
import { expect, test } from 'vitest'
import { consoleLog } from '../../worker/log.ts'
import { linesWithSecrets } from './logged.ts'

test('a secret in a line of the log would be found', () => {
  consoleLog({ event: 'fault', code: 'internal', detail: `Bearer ${env.OPENAI_API_KEY}` })
  expect(linesWithSecrets()).toEqual([expect.stringContaining(env.OPENAI_API_KEY)])
})

test('a failure that the owner can mend says how', () => {
  const lines: unknown[] = []
  const { log } = console
  console.log = (line: unknown) => lines.push(line)
  consoleLog({ event: 'refusal', code: 'upstream_key_refused' })
  console.log = log
  expect(JSON.parse(String(lines[0]))).toMatchObject({ code: 'upstream_key_refused', mend: expect.any(String) })
})
