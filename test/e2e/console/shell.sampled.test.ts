/** The frame around the console's screens: getting in and out, and what it is in for whom. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SiteUsage } from '../../../protocol/schemas/site-usage.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, visit, type Browsing } from '../../support/browser/browsing.ts'
import { signedInOwner } from '../../support/browser/browsing-console.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const SCREENS = ['persona', 'persona/versions', 'embed', 'transcripts', 'usage', 'privacy'] as const

let browsing: Browsing

beforeAll(async () => {
  browsing = await browse()
})

afterAll(async () => {
  await browsing?.end()
})

test('the link that npm start prints signs in once, and leaves no code in the address', async () => {
  const link = /http\S+#code=\S+/.exec(browsing.printed.join('\n'))?.[0] ?? ''
  const context = await browsing.browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('navigation').waitFor()
  expect(page.url()).not.toContain('code')
  const [cookie] = await context.cookies()
  expect(cookie).toMatchObject({
    name: expect.stringMatching(/^__Host-/),
    httpOnly: true,
    sameSite: 'Strict',
    secure: true,
  })
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByLabel('Owner key').waitFor()
  expect(await violations(page, 'main')).toEqual([])

  await page.goto('about:blank')
  await page.goto(link)
  await page.getByText('This link no longer works: it was used before').waitFor()
  await context.close()
})

someDays('a wrong key is reported and the right one signs in, in both languages', async () => {
  const context = await browsing.browser.newContext({ locale: 'zh-CN' })
  const page = await context.newPage()
  await page.goto(`${browsing.demo.workerUrl}/console/`)
  await page.getByLabel('站长密钥').fill('ik-wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.getByLabel('站长密钥').fill(browsing.ownerKey)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: '站点' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN')
  await page.getByRole('combobox', { name: '语言' }).selectOption('en')
  await page.getByRole('link', { name: 'Sites' }).waitFor()
  await context.close()
})

/** How many days of the demo site have something that was counted: the ledger hears of an answer when its chat pauses. */
async function countedDays(): Promise<number> {
  const address = `${browsing.demo.workerUrl}/v1/owner/sites/demo/usage?from=${daysAgo(1)}&to=${daysAgo(0)}`
  const response = await fetch(address, { headers: { authorization: `Bearer ${browsing.ownerKey}` } })
  const { days }: SiteUsage = await response.json()
  return days.length
}

const daysAgo = (days: number): string => new Date(Date.now() - days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10)

test('a browser whose language is not a valid tag sees every screen and its charts', async () => {
  const owner = await signedInOwner(browsing, { locale: 'en-US@posix' })
  expect(await owner.page.evaluate(() => navigator.language)).toBe('en-US@posix')
  // The machine's own locale, which is C: a language that is emulated is a header of the page's own, and asks CORS first.
  const visitor = await visit(await browsing.browser.newContext(), browsing.demo.pageUrl)
  await visitor.open()
  await visitor.ask('中国首都在哪里')
  await visitor.settled()
  await owner.screen.getByRole('button', { name: 'New site' }).first().waitFor()
  await expect.poll(countedDays).toBe(1)
  for (const screen of SCREENS) {
    await owner.go(`demo/${screen}`)
    await owner.screen.locator('.waiting').first().waitFor({ state: 'detached' })
  }
  await owner.go('demo/usage')
  await owner.screen.locator('.chart canvas').first().waitFor()
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

test('an exception removes only one screen: it says so, and the rest of the console and the way back work', async () => {
  const owner = await signedInOwner(browsing)
  // As a Worker of another release might answer.
  await owner.page.route('**/v1/owner/sites/demo/usage?*', (route) => route.fulfill({ json: {} }))
  await owner.go('demo/usage')
  await owner.screen.getByRole('heading', { name: 'This screen could not be shown' }).waitFor()
  expect(owner.complaints.join()).toContain('TypeError')
  expect(await violations(owner.page, 'body')).toEqual([])

  await owner.page.getByRole('link', { name: 'Privacy' }).click()
  await owner.screen.getByRole('heading', { name: 'Privacy', exact: true }).waitFor()
  await owner.page.getByRole('link', { name: 'Usage' }).click()
  await owner.screen.getByRole('heading', { name: 'This screen could not be shown' }).waitFor()

  await owner.page.unroute('**/v1/owner/sites/demo/usage?*')
  await owner.screen.getByRole('button', { name: 'Reload the page' }).click()
  await owner.screen.getByRole('heading', { name: 'Usage' }).waitFor()
  await owner.context.close()
})

someDays('signing out everywhere asks first, and then signs out every browser', async () => {
  const [here, there] = [await signedInOwner(browsing), await signedInOwner(browsing)]
  const ask = here.page.getByRole('navigation').getByRole('button', { name: 'Sign out everywhere' })
  const dialog = here.page.getByRole('dialog', { name: 'Sign out everywhere' })
  await ask.click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  await here.go('demo/usage')
  await here.screen.getByRole('heading', { name: 'Usage' }).waitFor()

  await ask.click()
  await dialog.getByRole('button', { name: 'Sign out everywhere' }).click()
  await here.page.getByLabel('Owner key').waitFor()
  await there.page.reload()
  await there.page.getByLabel('Owner key').waitFor()
  await here.context.close()
  await there.context.close()
})

someDays('a response that is not the Worker’s and a script that does not load leave no blank page', async () => {
  const context = await browsing.browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await page.route('**/v1/owner/session', (route) =>
    route.fulfill({ body: '<html>Please sign in to the hotel</html>' }),
  )
  await page.goto(`${browsing.demo.workerUrl}/console/`)
  await page.getByText('Something went wrong').waitFor()
  await page.getByLabel('Owner key').waitFor()

  await page.route('**/console/files/console-*.js', (route) => route.abort())
  await page.reload()
  await page.getByText('reload the page').waitFor()
  await context.close()
})

someDays.for(['light', 'dark'] as const)(
  'axe finds nothing in the frame and its screens, %s; the policy refuses nothing',
  async (colorScheme) => {
    const owner = await signedInOwner(browsing, { colorScheme })
    await owner.screen.getByRole('button', { name: 'New site' }).first().waitFor()
    expect(['sites', await violations(owner.page, 'body')]).toEqual(['sites', []])
    for (const screen of SCREENS) {
      await owner.go(`demo/${screen}`)
      // What is still being fetched has another look.
      await owner.screen.locator('.waiting').first().waitFor({ state: 'detached' })
      expect([screen, await violations(owner.page, 'body')]).toEqual([screen, []])
    }
    expect(owner.complaints).toEqual([])
    await owner.context.close()
  },
)

someDays('on a phone, the current screen and the way out are visible', async () => {
  const owner = await signedInOwner(browsing, { viewport: { width: 390, height: 760 }, hasTouch: true })
  await owner.go('demo/privacy')
  const here = owner.page.getByRole('link', { name: 'Privacy' })
  const box = await here.boundingBox()
  expect(box?.x).toBeGreaterThan(0)
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390)
  expect(await owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  const way = owner.page.getByRole('button', { name: 'Sign out', exact: true })
  expect(await way.isVisible()).toBe(false)
  await owner.page.getByRole('button', { name: 'Language and signing out' }).click()
  expect(await violations(owner.page, 'body')).toEqual([])
  await way.click()
  await owner.page.getByLabel('Owner key').waitFor()
  await owner.context.close()
})
