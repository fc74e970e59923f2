/** Starts Debian's browsers, each with an empty profile. */
import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { findPorts, HOST } from '../../../demo/port.ts'
import { EngineMissing, type EngineName, type RunningEngine } from './tab.ts'
import { MINI_BROWSER } from './webdriver.ts'

export interface StartedEngine extends RunningEngine {
  version: string
  stop(): Promise<void>
}

interface Wishes {
  /** The visitor’s system is in dark mode. */
  isDark?: boolean
}

/** The time limit for a program to report its address: on a busy machine Firefox takes 10 s. */
const START_MS = 90_000

export async function startEngine(name: EngineName, wishes: Wishes = {}): Promise<StartedEngine> {
  const folder = await mkdtemp(path.join(tmpdir(), `inglenook-${name}-`))
  const running: ChildProcess[] = []
  async function stop(): Promise<void> {
    // In reverse order: the display ends after the programs that draw on it.
    for (const child of running.toReversed()) await end(child)
    await rm(folder, { recursive: true, force: true, maxRetries: 10 })
  }
  async function start(program: string, given: readonly string[], options: SpawnOptions): Promise<ChildProcess> {
    const child = spawn(program, given, options)
    await once(child, 'spawn')
    running.push(child)
    return child
  }
  try {
    const begin = { firefox: startFirefox, webkit: startWebKit }[name]
    return { name, downloads: folder, stop, ...(await begin(folder, start, wishes)) }
  } catch (error) {
    await stop()
    throw error
  }
}

type Start = (program: string, given: readonly string[], options: SpawnOptions) => Promise<ChildProcess>
type Begun = Pick<StartedEngine, 'address' | 'version'>

async function startFirefox(folder: string, start: Start, { isDark = false }: Wishes): Promise<Begun> {
  const version = await versionOf('firefox-esr')
  if (isDark)
    await writeFile(path.join(folder, 'user.js'), 'user_pref("layout.css.prefers-color-scheme.content-override", 0);\n')
  const given = ['--headless', '--no-remote', '--profile', folder, '--remote-debugging-port', '0']
  const child = await start('firefox-esr', given, { stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await found(child.stderr, /ws:\/\/\S+/)
  return { address, version }
}

async function startWebKit(folder: string, start: Start, { isDark = false }: Wishes): Promise<Begun> {
  for (const program of [MINI_BROWSER, 'WebKitWebDriver', 'Xvfb']) find(program)
  const screen = ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp']
  const xvfb = await start('Xvfb', screen, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const pipe = xvfb.stdio[3]
  if (!pipe || !('setEncoding' in pipe)) throw new TypeError('Xvfb has nothing to write its number to.')
  const display = await found(pipe, /^\d+/)
  const [port = 0] = await findPorts([{ variable: 'none', purpose: 'WebKit’s driver', wanted: 0 }])
  const env = {
    ...process.env,
    DISPLAY: `:${display}`,
    // It stores and downloads below this folder.
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    XDG_CACHE_HOME: folder,
    XDG_DATA_HOME: folder,
    LC_ALL: 'C.UTF-8',
    ...(isDark && { GTK_THEME: 'Adwaita:dark' }),
  }
  const version = await versionOf(MINI_BROWSER, env)
  await start('WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' })
  const address = `http://${HOST}:${port}`
  await reached(address)
  return { address, version }
}

/** The first match in a program's output. */
async function found(stream: Readable | null, form: RegExp): Promise<string> {
  if (!stream) throw new TypeError('The program was started without a pipe.')
  const lines = createInterface({ input: stream, signal: AbortSignal.timeout(START_MS) })
  for await (const line of lines) {
    const [text] = form.exec(line) ?? []
    if (text === undefined) continue
    // Its later output must not fill the pipe.
    stream.resume()
    return text
  }
  throw new Error('The program ended before it could be reached.')
}

async function reached(address: string): Promise<void> {
  const last = Date.now() + START_MS
  for (;;) {
    try {
      await fetch(`${address}/status`)
      return
    } catch (error) {
      if (Date.now() > last) throw error
    }
    await new Promise(setImmediate)
  }
}

function find(program: string): string {
  const there = ['/', ...(process.env['PATH'] ?? '').split(path.delimiter)]
    .map((folder) => path.resolve(folder, program))
    .find((file) => existsSync(file))
  if (there === undefined) throw new EngineMissing(program)
  return there
}

async function versionOf(program: string, env = process.env): Promise<string> {
  const { stdout } = await promisify(execFile)(find(program), ['--version'], { env })
  return stdout.trim()
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  // None of it is kept, so it need not clean up.
  child.kill('SIGKILL')
  await exited
}
