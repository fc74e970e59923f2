/** An owner in a real Chromium, at the console of the running Worker. */
import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { Browsing } from './browsing.ts'

export interface Owner {
  context: BrowserContext
  page: Page
  /** The screen, without the navigation beside it. */
  screen: Locator
  /** Goes to a screen of a site, by its address: `demo/persona`. */
  go(place: string): Promise<void>
  /** The browser's complaints: blocked by the policy, thrown, or logged as an error. */
  complaints: string[]
}

/** Signed in, in English unless the options say otherwise. */
export async function signedInOwner(browsing: Browsing, options: BrowserContextOptions = {}): Promise<Owner> {
  const context = await browsing.browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 860 },
    ...options,
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  const address = `${browsing.demo.workerUrl}/console/`
  const signIn = await fetch(`${browsing.demo.workerUrl}/v1/owner/sign-in-codes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${browsing.ownerKey}` },
  })
  const { code }: { code: string } = await signIn.json()
  await page.goto(`${address}#code=${code}`)
  const screen = page.locator('main#content')
  await screen.waitFor()
  return {
    context,
    page,
    screen,
    async go(place) {
      await page.evaluate(goTo, `#/${place}`)
      await screen.locator('h1').waitFor()
    },
    complaints,
  }
}

/** Runs in the page. When it is done, the console has shown the address: its own listener was there first. */
function goTo(hash: string): Promise<void> {
  return new Promise((done) => {
    if (location.hash === hash) return done()
    addEventListener('hashchange', () => done(), { once: true })
    location.hash = hash
  })
}
