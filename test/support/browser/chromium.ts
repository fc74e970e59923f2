/** A real Chromium: an installed one if INGLENOOK_CHROME names it, otherwise the one inside an npm package. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { overhearPages } from './overheard.ts'

const FOLDER = path.join(import.meta.dirname, '../../../node_modules/.cache/inglenook-chromium')

/** Without these, Chromium contacts Google's hosts at every start. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
]

/** Unpacks the browser, once; returns the path of its program. */
export async function findChromium(): Promise<string> {
  const installed = process.env['INGLENOOK_CHROME']
  if (installed) return installed
  if (!existsSync(FOLDER)) await unpackBeside()
  return unpackedIn(FOLDER)
}

/** An interrupted run leaves no half of a browser in the final place, and two runs at once do not conflict. */
async function unpackBeside(): Promise<void> {
  await mkdir(path.dirname(FOLDER), { recursive: true })
  const own = await mkdtemp(`${FOLDER}-`)
  await unpackedIn(own)
  // Another run may have been faster.
  await rename(own, FOLDER).catch(() => rm(own, { recursive: true }))
}

/** Skips unpacking if the folder already has it. */
async function unpackedIn(folder: string): Promise<string> {
  const before = process.env['TMPDIR']
  // The package unpacks into the folder for temporary files, which may contain another project's older Chromium.
  process.env['TMPDIR'] = folder
  try {
    const { default: packed, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium')
    const program = await packed.executablePath()
    if (await lacksLibraries(program)) {
      // For a machine without NSS and friends, the package includes those too.
      const bin = path.join(path.dirname(new URL(import.meta.resolve('@sparticuz/chromium')).pathname), '../bin')
      await inflate(path.join(bin, 'al2023.tar.br'))
      setupLambdaEnvironment(path.join(folder, 'al2023/lib'))
    }
    return program
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
}

async function lacksLibraries(program: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ldd', [program])
  return stdout.includes('not found')
}

/** @param more extra Chromium switches. */
export async function startChromium(more: readonly string[] = []): Promise<Browser> {
  // If the machine's locale is not UTF-8, Chromium renames a file with a Chinese name.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' }
  return chromium.launch({ executablePath: await findChromium(), args: [...QUIET, ...more], env })
}

/** A browser for tests: it records its pages' traffic, and `close` closes everything that was opened in it. */
export type TestBrowser = Pick<Browser, 'newContext' | 'newPage' | 'close'>

/** With INGLENOOK_SCRIPT_DELAY, every script arrives this many milliseconds late, as on a slow network. */
const SCRIPT_DELAY_MS = Number(process.env['INGLENOOK_SCRIPT_DELAY'] ?? 0)

async function delayScripts(context: BrowserContext): Promise<void> {
  await context.route(/\.js$/, async (route) => {
    await setTimeout(SCRIPT_DELAY_MS)
    await route.continue()
  })
}

let shared: Promise<Browser> | undefined

/** One for all files of this process: starting it costs two seconds of a core. Contexts share nothing. */
async function sharedChromium(): Promise<Browser> {
  shared ??= startChromium()
  const browser = await shared
  if (browser.isConnected()) return browser
  shared = startChromium()
  return shared
}

/** @param more switches: with any, the browser is not shared. */
export async function launchChromium(more: readonly string[] = []): Promise<TestBrowser> {
  const isOwn = more.length > 0
  const browser = isOwn ? await startChromium(more) : await sharedChromium()
  const contexts = new Set<BrowserContext>()
  const newContext: TestBrowser['newContext'] = async (options) => {
    const context = await browser.newContext(options)
    // A step that fails is reported by its own name, not by the whole test's timeout. The timeout suits a busy machine.
    context.setDefaultTimeout(30_000)
    if (SCRIPT_DELAY_MS) await delayScripts(context)
    contexts.add(context)
    context.once('close', () => contexts.delete(context))
    overhearPages(context)
    return context
  }
  return {
    newContext,
    newPage: async (options) => (await newContext(options)).newPage(),
    async close() {
      await Promise.all([...contexts].map((context) => context.close()))
      if (isOwn) await browser.close()
    },
  }
}
