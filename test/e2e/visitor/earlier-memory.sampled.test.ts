/** What an earlier release's widget keeps in a browser, in the hands of today's. */
import { afterAll, beforeAll, expect } from 'vitest'
import { launchChromium, type TestBrowser } from '../../support/browser/chromium.ts'
import { SHOP } from '../../support/stores/fixture.ts'
import { serveOnePage, type OnePage } from '../../support/browser/one-page.ts'
import { readFixture, RELEASES, restoreFixture } from '../../support/stores/restore-fixture.ts'
import { runWorker } from '../../support/running/running-worker.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let stranger: OnePage
let upstream: TellingUpstream
let browser: TestBrowser

beforeAll(async () => {
  stranger = await serveOnePage()
  upstream = await startTellingUpstream((_, messages) => ({ text: `Today: ${messages.at(-1)?.content}` }))
  const { port } = new URL(stranger.origin)
  browser = await launchChromium([`--host-resolver-rules=MAP shop.example:80 127.0.0.1:${port}`])
})
afterAll(async () => {
  await browser?.close()
  await upstream?.stop()
  await stranger?.end()
})

someDays.for(RELEASES)('a visitor who talked to %s continues the conversation', async (release) => {
  const { localStorage, turns } = await readFixture(release)
  const worker = await runWorker(
    { OPENAI_BASE_URL: upstream.url },
    { hasFront: true, restore: (state) => restoreFixture(release, state) },
  )
  const context = await browser.newContext({ locale: 'en-GB' })
  try {
    await context.addInitScript(`localStorage['inglenook:shop'] ??= ${JSON.stringify(localStorage)}`)
    stranger.say(`<script async src="${worker.url}/inglenook.js" data-site="shop"></script>`)
    const page = await context.newPage()
    await page.goto(SHOP)
    await page.locator('.launcher').click()
    const answers = page.locator('.turns .answer:not(.typing)')
    await expect.poll(() => answers.allTextContents()).toEqual(turns.map(({ answer }) => answer))
    await page.getByRole('textbox').fill('And now?')
    await page.getByRole('textbox').press('Enter')
    await expect.poll(() => answers.last().textContent()).toBe('Today: And now?')
    const kept: { title: string; others: unknown[] } = await page.evaluate(
      `JSON.parse(window.localStorage.getItem('inglenook:shop'))`,
    )
    // The first shape had no titles: there it is what is asked next.
    const { title = 'And now?' }: { title?: string } = JSON.parse(localStorage)
    expect(kept).toMatchObject({ title, others: [] })
  } finally {
    await context.close()
    await worker.stop()
  }
})
