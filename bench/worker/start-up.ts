/** How long a Worker takes from nothing to its first answer, in plain `workerd serve`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { compatibilityDate } from './direct-worker.ts'
import { ROOT } from '../peers.ts'
import { CLASSES, type Modules } from './start-programs.ts'

export interface Starter {
  name: string
  /** Milliseconds from spawning workerd to the end of the first answer, to a GET that calls no provider. */
  start(): Promise<number>
}

const WORKERD = path.join(ROOT, 'node_modules/workerd/bin/workerd')

/** A visitor's route, which ours refuses without a token: `GET /` would make it read what no visitor requests. */
const FIRST = '/v1/session'

/** One configuration each, in a temporary folder, by the name in the report. Ours and its control have `OUR_BINDINGS`. */
export async function prepareStarters(
  programs: ReadonlyMap<string, { modules: Modules; hasBindings: boolean }>,
): Promise<{ starters: Starter[]; stop(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'inglenook-start-'))
  const starters: Starter[] = []
  for (const [name, { modules, hasBindings }] of programs) {
    const own = path.join(folder, String(starters.length))
    starters.push(await prepare(own, name, modules, hasBindings ? OUR_BINDINGS : ''))
  }
  return { starters, stop: () => rm(folder, { recursive: true, force: true }) }
}

const text = (name: string, value: string) => `(name = "${name}", text = "${value}")`
const store = (name: string) => `(name = "${name}", kvNamespace = "nowhere")`
const objects = (name: string, className: string) => `(name = "${name}", durableObjectNamespace = "${className}")`
/** As in wrangler.toml; the first answer uses neither a store nor an object. */
const OUR_BINDINGS = `
  bindings = [
    ${text('SESSION_KEYS', `bench:${Buffer.alloc(32, 7).toString('base64url')}`)},
    ${['OWNER_KEY', 'OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL', 'PROVIDERS', 'LOCAL_UPSTREAMS', 'DEMO_ORIGINS']
      .map((name) => text(name, ''))
      .join(', ')},
    ${['DEMO_NOTICE', 'ACCESS_TEAM_DOMAIN', 'ACCESS_AUD'].map((name) => text(name, '')).join(', ')},
    ${store('HISTORY')}, ${store('PERSONAS')},
    ${objects('SESSIONS', 'Session')}, ${objects('LEDGERS', 'Ledger')}, ${objects('GATES', 'Gate')}, ${objects('DESKS', 'Desk')}
  ],
  durableObjectNamespaces = [
    ${CLASSES.map((name) => `(className = "${name}", uniqueKey = "${name}", enableSql = true)`).join(', ')}
  ],
  durableObjectStorage = (inMemory = void),`

async function prepare(folder: string, name: string, modules: Modules, settings: string): Promise<Starter> {
  await mkdir(folder)
  for (const [file, code] of Object.entries(modules)) await writeFile(path.join(folder, file), code)
  const embedded = Object.keys(modules).map((file) => `(name = "${file}", esModule = embed "${file}")`)
  const config = path.join(folder, 'workerd.capnp')
  await writeFile(
    config,
    `using Workerd = import "/workerd/workerd.capnp";
const worker :Workerd.Worker = (
  modules = [${embedded.join(', ')}],
  compatibilityDate = "${compatibilityDate()}", ${settings}
);
const config :Workerd.Config = (
  services = [
    (name = "measured", worker = .worker),
    (name = "nowhere", external = (address = "127.0.0.1:1", http = ())),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "measured")],
);
`,
  )
  return { name, start: () => start(config) }
}

async function start(config: string): Promise<number> {
  const started = performance.now()
  const child = spawn(WORKERD, ['serve', config, 'config', '--control-fd=3'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let said = ''
  child.stderr?.on('data', (part: Buffer) => (said += part.toString()))
  try {
    const port = await listening(child.stdio[3])
    if (port === null) throw new Error(`workerd did not start: ${said}`)
    const response = await fetch(`http://127.0.0.1:${port}${FIRST}`)
    await response.text()
    return performance.now() - started
  } finally {
    child.kill()
    await exited
  }
}

/** The port it listens on, from its control pipe; null if it ended before. */
async function listening(control: unknown): Promise<string | null> {
  let lines = ''
  for await (const part of control as Readable) {
    lines += String(part)
    const port = /"port":\s*(\d+)/.exec(lines)?.[1]
    if (port !== undefined) return port
  }
  return null
}
