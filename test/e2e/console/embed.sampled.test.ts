/** The embed screen: what is pasted works where it is pasted, and the check says in sentences what does not. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { field } from '../../../protocol/record.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, type Browsing } from '../../support/browser/browsing.ts'
import { signedInOwner, type Owner } from '../../support/browser/browsing-console.ts'
import { serveCheckedPages, type CheckedPages } from '../../support/api/check-page.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let browsing: Browsing
let pages: CheckedPages
/** Where the tag of the site `shop` stands. */
let shopPage: string

beforeAll(async () => {
  browsing = await browse()
  pages = await serveCheckedPages()
  shopPage = pages.serve({ body: `<!doctype html><title>Shop</title>${browsing.demo.tag.replace('"demo"', '"shop"')}` })
  await asOwner('/sites', 'POST', { site: 'shop', settings: { allowedOrigins: [pages.origin] } })
})

afterAll(async () => {
  await browsing?.end()
  await pages?.stop()
})

async function asOwner(path: string, method = 'GET', body?: object): Promise<unknown> {
  const response = await fetch(`${browsing.demo.workerUrl}/v1/owner${path}`, {
    method,
    headers: { authorization: `Bearer ${browsing.ownerKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(response.ok).toBe(true)
  return response.json()
}

const snippet = ({ screen }: Owner) => screen.getByRole('tabpanel').locator('pre')

/** A stranger's page, with what was pasted into it. */
async function pasted(html: string, paste: (page: Page) => Promise<void> = async () => {}): Promise<void> {
  const context = await browsing.browser.newContext()
  const page = await context.newPage()
  await page.goto(pages.serve({ body: html }))
  await paste(page)
  await page.locator('.launcher').waitFor()
  await context.close()
}

async function check(owner: Owner, page: string): Promise<void> {
  await owner.screen.getByLabel('Address of your page').fill(page)
  await owner.page.keyboard.press('Enter')
  await owner.screen.getByText(`Results for ${page}`).waitFor()
  await owner.screen.locator('.stack[aria-busy=false] .embed-findings').waitFor()
}

test('the copied tag is the one in the README, and follows the options', async () => {
  const owner = await signedInOwner(browsing)
  await owner.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await owner.go('demo/embed')
  await owner.screen.getByRole('button', { name: 'Copy: The tag' }).click()
  await owner.screen.getByRole('button', { name: 'Copied: The tag' }).waitFor()
  expect(await owner.page.evaluate(() => navigator.clipboard.readText())).toBe(browsing.demo.tag)

  await owner.screen.getByLabel('Language of the chat').selectOption('ja')
  await owner.screen.getByLabel('Open with the page').check()
  await owner.screen.getByLabel('A few words beside the button').fill('“Hi” & <welcome>')
  await owner.screen.getByLabel('My pages use a nonce').check()
  expect(await snippet(owner).textContent()).toContain(
    'nonce="NONCE" data-site="demo" data-locale="ja" data-open data-teaser="“Hi” &amp; &lt;welcome>"></script>',
  )
  // What is shown now has not been copied.
  await owner.screen.getByRole('button', { name: 'Copy: The tag' }).waitFor()
  await owner.screen.getByLabel('Position of the chat').selectOption('inline')
  expect(await snippet(owner).first().textContent()).toBe('<inglenook-chat site="demo" locale="ja"></inglenook-chat>')
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

test('a changed look makes the tag out of date: publishing says so, and so does this screen, with the new tag', async () => {
  const owner = await signedInOwner(browsing)
  await owner.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await asOwner('/sites', 'POST', { site: 'looks', settings: { allowedOrigins: [pages.origin] } })
  await owner.go('looks/embed')
  await owner.screen.getByRole('button', { name: 'Copy: The tag' }).click()
  await owner.screen.getByRole('button', { name: 'Copied: The tag' }).waitFor()
  const plain = await owner.page.evaluate(() => navigator.clipboard.readText())
  expect(plain).toBe(browsing.demo.tag.replace('"demo"', '"looks"'))

  await owner.go('looks/persona')
  const old = owner.screen.getByText('The tag on your pages still has the old values')
  const publish = async () => {
    await owner.screen.getByText('Saved', { exact: true }).waitFor()
    await owner.screen.getByRole('button', { name: 'Publish…' }).click()
    await owner.page.getByRole('button', { name: 'Publish', exact: true }).click()
  }
  await owner.screen.getByLabel('Name', { exact: true }).fill('Ada')
  await publish()
  await owner.screen.getByText('Version 2 is live.').waitFor()
  expect(await old.count()).toBe(0)
  await owner.screen.getByLabel('Distance from the bottom').fill('96')
  await owner.screen.getByLabel('Accent colour', { exact: true }).fill('#0066cc')
  await publish()
  await old.waitFor()
  const tag = plain.replace('></script>', ' data-accent="#0066cc" data-offset-y="96"></script>')
  expect(await owner.screen.locator('.notice pre').textContent()).toBe(tag)

  await owner.go('looks/embed')
  const changed = owner.screen.getByText('has changed since you last copied the tag here')
  await changed.waitFor()
  const page = pages.serve({ body: `<!doctype html><title>Shop</title>${plain}` })
  await check(owner, page)
  await owner.screen.getByText('a different launcher from this site’s: data-accent, data-offset-y.').waitFor()
  await owner.screen.getByRole('button', { name: 'Copy: The tag' }).click()
  await changed.waitFor({ state: 'detached' })
  expect(await owner.page.evaluate(() => navigator.clipboard.readText())).toBe(tag)
  await check(owner, pages.serve({ body: `<!doctype html><title>Shop</title>${tag}` }))
  await owner.screen.getByText('Everything is OK. The chat works on this page.').waitFor()
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

someDays('a pinned tag has the loader’s integrity, and a browser runs it', async () => {
  const owner = await signedInOwner(browsing)
  await owner.go('demo/embed')
  await owner.screen.getByLabel('Pin this version').check()
  await expect
    .poll(() => snippet(owner).textContent())
    .toMatch(/loader-\w+\.js" crossorigin="anonymous" integrity="sha384-/)
  await pasted(`<!doctype html>${await snippet(owner).textContent()}`)
  await owner.context.close()
})

someDays('the tabs work by keyboard, and the tag manager’s snippet works', async () => {
  const owner = await signedInOwner(browsing)
  await owner.go('demo/embed')
  await owner.screen.getByRole('tab', { name: 'HTML' }).focus()
  for (const name of ['WordPress', 'Shopify', 'React', 'Vue']) {
    await owner.page.keyboard.press('ArrowRight')
    expect(
      await owner.screen.getByRole('tab', { name, selected: true }).evaluate((tab) => tab === document.activeElement),
    ).toBe(true)
  }
  expect(await snippet(owner).last().textContent()).toContain("import { mount } from 'inglenook-chat'")
  await owner.page.keyboard.press('End')
  await owner.screen.getByRole('tab', { name: 'Google Tag Manager', selected: true }).waitFor()
  const managed = (await snippet(owner).textContent()) ?? ''
  await owner.page.keyboard.press('ArrowRight')
  await owner.screen.getByRole('tab', { name: 'HTML', selected: true }).waitFor()

  // The manager makes each script anew from its text: attributes that it does not know are gone.
  await pasted('<!doctype html>', (page) =>
    page.evaluate((html) => {
      const made = document.createElement('script')
      made.text = html.replace(/^<script>|<\/script>$/g, '')
      document.body.append(made)
    }, managed),
  )
  await owner.context.close()
})

someDays(
  'a check of a page without problems says so, and a wrong origin is explained, with how to fix it',
  async () => {
    const owner = await signedInOwner(browsing)
    await owner.go('demo/embed')
    await check(owner, `${browsing.demo.pageUrl}/`)
    await owner.screen.getByText('Everything is OK. The chat works on this page.').waitFor()

    await owner.go('shop/embed')
    expect(await owner.screen.getByLabel('Address of your page').inputValue()).toBe(pages.origin)
    await check(owner, shopPage)
    await owner.screen.getByText('Everything is OK. The chat works on this page.').waitFor()

    await publish('shop', ['https://www.shop.example'])
    await owner.screen.getByRole('button', { name: 'Check', exact: true }).click()
    const finding = owner.screen.getByRole('listitem').filter({ hasText: 'Needs attention' })
    await finding.getByText(`${pages.origin} is not among the allowed origins.`).waitFor()
    await owner.screen.getByRole('alert').getByText('One thing needs your attention.').waitFor()
    expect(await finding.getByRole('link').getAttribute('href')).toBe('#/shop/persona')
    await publish('shop', [pages.origin])
    expect(owner.complaints).toEqual([])
    await owner.context.close()
  },
)

async function publish(site: string, allowedOrigins: string[]): Promise<void> {
  const live = field(await asOwner(`/sites/${site}`), 'version')
  const draft = await asOwner(`/sites/${site}/draft`, 'PUT', { settings: { allowedOrigins }, revision: 0 })
  await asOwner(`/sites/${site}/versions`, 'POST', { revision: field(draft, 'revision'), live, note: '' })
}

someDays('a policy that blocks the chat is reported with the directive to paste', async () => {
  const owner = await signedInOwner(browsing, { locale: 'zh-CN' })
  await owner.go('shop/embed')
  const strict = pages.serve({ body: '<!doctype html>', headers: { 'content-security-policy': "default-src 'self'" } })
  await owner.screen.getByLabel('页面地址').fill(strict)
  await owner.page.keyboard.press('Enter')
  await owner.screen.getByText('页面的策略不允许加载聊天的脚本。').waitFor()
  await owner.screen.getByText(`script-src 'self' ${browsing.demo.workerUrl}`).waitFor()
  await owner.context.close()
})

someDays('a missing Worker is reported, and the input stays', async () => {
  const owner = await signedInOwner(browsing)
  await owner.go('shop/embed')
  await owner.page.route('**/checks', (route) => route.abort())
  await owner.screen.getByLabel('Address of your page').fill('shop.example')
  await owner.page.keyboard.press('Enter')
  await owner.screen.getByRole('alert').getByText('The Worker cannot be reached').waitFor()
  expect(await owner.screen.getByLabel('Address of your page').inputValue()).toBe('shop.example')
  await owner.context.close()
})

someDays('the link opens the page with its own report, for the site of its tag', async () => {
  const owner = await signedInOwner(browsing)
  await owner.go('shop/embed')
  const page = owner.screen.getByLabel('Address of your page')
  const section = owner.screen.getByRole('region', { name: 'Or let the page check itself' })
  await page.fill('mailto:me@shop.example')
  await section.getByText('Enter the address of your page above').waitFor()
  await page.fill(`${shopPage}?basket=1#top`)
  expect(await section.locator('pre').textContent()).toBe(`${shopPage}?basket=1#inglenook-check`)
  const opened = owner.context.waitForEvent('page')
  await section.getByRole('link', { name: 'Open the page' }).click()
  const shop = await opened
  const report = shop.getByRole('dialog', { name: 'Chat check of this page: shop' })
  await report.getByText('Everything is OK on this page.').waitFor()
  // And back: to the screen that it came from.
  expect(await report.getByRole('link').getAttribute('href')).toBe(`${browsing.demo.workerUrl}/console/#/shop/embed`)
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

someDays.for(['light', 'dark'] as const)(
  'axe finds nothing, %s: with nothing allowed, and with findings of all kinds',
  async (colorScheme) => {
    const owner = await signedInOwner(browsing, { colorScheme })
    await owner.go('demo/embed')
    await owner.screen.getByText('My pages have a Content Security Policy').click()
    await check(owner, 'http://127.0.0.1:9/')
    expect(await violations(owner.page, 'main')).toEqual([])
    expect(owner.complaints).toEqual([])
    // Nothing sticks out of a phone.
    await owner.page.setViewportSize({ width: 390, height: 844 })
    expect(await owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await owner.context.close()
  },
)
