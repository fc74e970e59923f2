/** A visitor in a real Chromium, on the demo page, as `npm start` serves it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { startDemo, type Demo } from '../../../demo/demo.ts'
import { launchChromium, type TestBrowser } from './chromium.ts'
import { keepSecret, overhear } from './overheard.ts'
import { publish } from '../running/publish.ts'

export interface Browsing {
  demo: Demo
  browser: TestBrowser
  /** The folder with its data. */
  state: string
  /** Signs in at the console. */
  ownerKey: string
  /** Everything the demo printed, including the Worker's log lines. */
  printed: string[]
  /** A new visitor, with an empty profile. */
  visitor(options?: VisitorOptions): Promise<Visitor>
  end(): Promise<void>
}

export interface VisitorOptions extends BrowserContextOptions {
  /** The page's language, instead of Chinese. */
  pageLanguage?: string
}

export interface Visitor {
  context: BrowserContext
  page: Page
  launcher: Locator
  panel: Locator
  composer: Locator
  /** The answers, as shown on the screen. */
  answers: Locator
  /** Opens the panel and waits until it can be used. */
  open(): Promise<void>
  ask(question: string): Promise<void>
  /** Waits until no answer is in progress: the stop button has become the send button again. */
  settled(): Promise<void>
  /** Another tab of the same visitor. */
  tab(): Promise<Visitor>
}

/**
 * @param environment over an empty one: by default the embedded upstream answers.
 * @param settings of the demo site, if not the built-in ones.
 */
export async function browse(environment: Record<string, string> = {}, settings?: object): Promise<Browsing> {
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  const printed: string[] = []
  const demo = await startDemo(
    { PORT: '0', DEMO_PORT: '0', INGLENOOK_STATE: state, ...environment },
    (line) => {
      printed.push(line)
      overhear('what was printed', line)
    },
    // Slow enough that even on a busy machine an answer visibly grows.
    { secretsFile: path.join(state, '.dev.vars'), localServers: [], chunksPerSecond: 12 },
  )
  if (settings) await publish(demo.worker, { demo: settings })
  const browser = await launchChromium()
  const { OWNER_KEY = '', SESSION_KEYS = '' } = parseEnv(await readFile(path.join(state, '.dev.vars'), 'utf8'))
  keepSecret('the owner’s key, made up', OWNER_KEY)
  keepSecret('the signing key, made up', SESSION_KEYS.replace(/^.*:/, ''))
  keepSecret('the provider’s key of the test', environment['OPENAI_API_KEY'] ?? '')
  return {
    demo,
    state,
    ownerKey: OWNER_KEY,
    browser,
    printed,
    async visitor({ pageLanguage, ...options } = {}) {
      const context = await browser.newContext({ locale: 'zh-CN', ...options })
      if (pageLanguage !== undefined) await context.addInitScript(speak, pageLanguage)
      return visit(context, demo.pageUrl)
    },
    async end() {
      await browser.close()
      await demo.stop()
      await rm(state, { recursive: true, force: true })
    },
  }
}

/** Runs in the page, before the loader, which may be there before the page is parsed. */
function speak(language: string): void {
  new MutationObserver((_, parsing) => {
    parsing.disconnect()
    document.documentElement.lang = language
  }).observe(document, { childList: true })
}

export async function visit(context: BrowserContext, url: string): Promise<Visitor> {
  const page = await context.newPage()
  await page.goto(url)
  const launcher = page.locator('.launcher')
  const panel = page.getByRole('dialog')
  const composer = panel.locator('.composer textarea')
  await launcher.waitFor()
  return {
    context,
    page,
    launcher,
    panel,
    composer,
    answers: panel.locator('.turns .answer:not(.typing)'),
    async open() {
      // If the panel was left open on a page of this tab, it is open again.
      const isComing = await page.evaluate(() => {
        try {
          const states = Object.entries(sessionStorage).filter(([key]) => /^inglenook:.*:corner$/.test(key))
          return states.some(([, state]) => state.includes('"isOpen":true'))
        } catch {
          return false // storage is refused
        }
      })
      if (!isComing) await launcher.click()
      await panel.locator('.viewport[aria-busy=false]').waitFor()
    },
    async ask(question) {
      await composer.fill(question)
      // While an answer streams, Enter leaves the text in the field.
      await panel.locator('.composer button[type=submit]').waitFor()
      await composer.press('Enter')
    },
    settled: () => panel.locator('.composer button[type=submit]').waitFor(),
    tab: () => visit(context, url),
  }
}
