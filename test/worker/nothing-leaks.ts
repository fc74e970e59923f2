/** Runs beside every test file in workerd, objects and their alarms in the same isolate: no line of a log holds a secret. */
import { env } from 'cloudflare:test'
import { afterAll, expect } from 'vitest'

const KEYS = ['OWNER_KEY', 'OPENAI_API_KEY', 'SESSION_KEYS'] as const
const lines: string[] = []
const { log } = console

console.log = (...said: unknown[]) => {
  lines.push(said.map(String).join(' '))
  log(...said)
}

afterAll(() => {
  console.log = log
  const secrets = KEYS.map((name) => env[name].replace(/^test:/, ''))
  expect(secrets.every((secret) => secret.length >= 16)).toBe(true)
  expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([])
})
