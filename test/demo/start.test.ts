/** `npm start`, as an engineer runs it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { PATIENT } from '../support/sampling/patient.ts'

const ROOT = path.join(import.meta.dirname, '../..')
const CANARY = 'sk-canary-in-the-environment'
/** It builds before it starts, beside everything else that this machine does. */
const STARTED = { timeout: 300_000 }

interface Started {
  process: ChildProcess
  /** Everything it printed. */
  output: () => string
  /** What stands behind a label in its last lines. */
  value: (label: string) => string
  exited: Promise<number | null>
  state: string
}

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function start(environment: Record<string, string>, command = 'npm start'): Promise<Started> {
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  // As an earlier release left it.
  await chmod(state, 0o755)
  const { OPENAI_API_KEY: _key, OPENAI_BASE_URL: _url, ...inherited } = process.env
  const [program = '', ...args] = command.split(' ')
  const child = spawn(program, args, {
    cwd: ROOT,
    // A process group of its own, as a terminal gives it: Ctrl-C reaches all of it.
    detached: true,
    env: { ...inherited, PORT: '0', DEMO_PORT: '0', INGLENOOK_STATE: state, ...environment },
  })
  let output = ''
  child.stdout.on('data', (bytes) => (output += bytes))
  child.stderr.on('data', (bytes) => (output += bytes))
  const exited = once(child, 'exit').then(([code]) => code)
  cleanUps.push(async () => {
    if (processes(child).length > 0) process.kill(-Number(child.pid), 'SIGKILL')
    await exited
    await rm(state, { recursive: true, force: true })
  })
  return {
    process: child,
    output: () => output,
    state,
    value: (label) => new RegExp(`^ *${label} +(.*)$`, 'm').exec(output)?.[1] ?? '',
    exited,
  }
}

/** What still runs of its process group. */
function processes({ pid }: ChildProcess): string[] {
  const all = execFileSync('ps', ['-eo', 'pgid=,stat=,args='], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.trim().startsWith(`${pid} `) && !/^\s*\d+\s+Z/.test(line))
}

test(
  'prints the addresses, a link that signs in once, and the tag, serves them, and leaves nothing behind after Ctrl-C',
  async () => {
    const started = await start({ OPENAI_API_KEY: CANARY, OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' })
    await vi.waitFor(() => expect(started.output()).toContain('Ctrl-C'), STARTED)

    const [page, worker] = [started.value('Demo page'), started.value('Worker')]
    expect(new URL(page).origin).not.toBe(new URL(worker).origin)
    expect(started.value('Tag')).toBe(`<script async src="${worker}/inglenook.js" data-site="demo"></script>`)
    expect(await (await fetch(page)).text()).toContain(started.value('Tag'))
    const loader = await fetch(`${worker}/inglenook.js`)
    expect(loader.headers.get('content-type')).toContain('javascript')
    expect((await fetch(`${worker}/v1/sites/demo`, { headers: { origin: page } })).status).toBe(200)
    expect(started.output()).not.toContain(CANARY)

    const [console, code = ''] = started.value('Console').split('#code=')
    expect(console).toBe(`${worker}/console/`)
    const signIn = () =>
      fetch(`${worker}/v1/owner/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: worker },
        body: JSON.stringify({ code }),
      })
    expect((await signIn()).status).toBe(201)
    expect((await signIn()).status).toBe(401)
    const [, keyFile = ''] = /the OWNER_KEY in (.*) does/.exec(started.output()) ?? []
    const [ownerKey = ''] = /ik-[\w-]{43}/.exec(await readFile(keyFile, 'utf8')) ?? []
    expect(ownerKey).not.toBe('')
    expect(started.output()).not.toContain(ownerKey)
    // Conversations are in there.
    expect((await stat(started.state)).mode & 0o777).toBe(0o700)

    process.kill(-Number(started.process.pid), 'SIGINT')
    await started.exited
    // The code of the link is random: it may spell anything.
    expect(started.output().replace(code, '')).not.toMatch(/error/i)
    await vi.waitFor(() => expect(processes(started.process)).toEqual([]), PATIENT)
  },
  STARTED.timeout + 60_000,
)

test(
  'a port that is in use is named, with the variable to set',
  async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    cleanUps.push(async () => void squatter.close())
    const address = squatter.address()
    const port = address && typeof address === 'object' ? String(address.port) : ''

    // What it builds first has been built.
    const started = await start({ PORT: port }, 'node demo/start.ts')
    expect(await started.exited).toBe(1)
    const told = started.output()
    expect(told).toContain(port)
    expect(told).toMatch(/\bPORT\b/)
    expect(told).not.toMatch(/^\s+at /m)
  },
  STARTED.timeout + 60_000,
)
