/**
 * Every line that was logged in this isolate, where the Worker, its objects and their alarms run beside the tests, and every
 * response that was read in it.
 */
import { env } from 'cloudflare:test'

const lines: string[] = []
const { log } = console

console.log = (...said: unknown[]) => {
  lines.push(said.map(String).join(' '))
  log(...said)
}

const { text } = Response.prototype
Response.prototype.text = async function (this: Response) {
  const body = await text.call(this)
  hear(`${this.status} ${JSON.stringify([...this.headers])} ${body}`)
  return body
}
Response.prototype.json = async function <T>(this: Response): Promise<T> {
  return JSON.parse(await this.text())
}

const KEYS = ['OWNER_KEY', 'OPENAI_API_KEY', 'SESSION_KEYS'] as const

/** Keeps what was said if it holds one of the Worker's secrets. */
export function hear(said: string): void {
  if (secrets().some((secret) => said.includes(secret))) lines.push(said)
}

/** What was said since it was asked last, and holds one of the Worker's secrets. */
export const linesWithSecrets = (): string[] =>
  lines.splice(0).filter((line) => secrets().some((secret) => line.includes(secret)))

function secrets(): string[] {
  const values = KEYS.map((name) => env[name].replace(/^test:/, ''))
  if (values.some((value) => value.length < 16)) throw new Error('a secret that may be found by chance')
  return values
}
