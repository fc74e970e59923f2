/** Every line that was logged in this isolate, where the Worker, its objects and their alarms run beside the tests. */
import { env } from 'cloudflare:test'

const lines: string[] = []
const { log } = console

console.log = (...said: unknown[]) => {
  lines.push(said.map(String).join(' '))
  log(...said)
}

const KEYS = ['OWNER_KEY', 'OPENAI_API_KEY', 'SESSION_KEYS'] as const

/** The lines since it was asked last that hold one of the Worker's secrets. */
export function linesWithSecrets(): string[] {
  const secrets = KEYS.map((name) => env[name].replace(/^test:/, ''))
  if (secrets.some((secret) => secret.length < 16)) throw new Error('a secret that may be found by chance')
  return lines.splice(0).filter((line) => secrets.some((secret) => line.includes(secret)))
}
