/** The owner's list of sites: making one, copying, pausing and deleting it. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { SiteDetails, SiteSummary } from '../../../protocol/schemas/owner-site.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, type Browsing } from '../../support/browser/browsing.ts'
import { signedInOwner, type Owner } from '../../support/browser/browsing-console.ts'
import { answeredBy } from '../../support/upstreams/held-answers.ts'
import { PATIENT } from '../../support/sampling/patient.ts'
import { quiet } from '../../support/running/quiet.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let browsing: Browsing
let owner: Owner

beforeAll(async () => {
  browsing = await browse()
})

afterEach(async () => {
  await owner?.context.close()
})

afterAll(async () => {
  await browsing?.end()
})

const dialog = () => owner.page.getByRole('dialog')
const card = (site: string) =>
  owner.screen.locator('.site-card').filter({ has: owner.page.getByText(site, { exact: true }) })
const button = (name: string) => owner.screen.getByRole('button', { name, exact: true })

const focused = () => owner.page.evaluate(() => document.activeElement?.textContent)

/** As a program of the owner's asks. */
async function worker<T>(path: string, method = 'GET', body?: object): Promise<T> {
  const response = await fetch(`${browsing.demo.workerUrl}/v1/owner${path}`, {
    method,
    headers: { authorization: `Bearer ${browsing.ownerKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return response.json()
}

someDays('a new site begins with the chosen persona and origins, and leads to its persona', async () => {
  owner = await signedInOwner(browsing)
  await owner.screen.getByText('A chat for your own website').waitFor()
  await button('New site').first().click()
  const name = dialog().getByLabel('Site name')
  const origins = dialog().getByLabel('Allowed origins')

  await dialog().getByRole('button', { name: 'Create site' }).click()
  await dialog().getByText('A site needs a name').waitFor()
  expect(await name.evaluate((field) => field === document.activeElement)).toBe(true)
  await name.fill('demo')
  await dialog().getByText('A site with this name already exists.').waitFor()
  await name.fill('Corner Shop')
  await dialog().getByText('Use only lower-case letters').waitFor()
  await name.fill('corner-shop')
  await dialog().getByText('Use only lower-case letters').waitFor({ state: 'hidden' })

  await dialog().getByText('works only in this console’s preview').waitFor()
  await origins.fill('https://corner.example\ncorner.example/cart\nhttps://*.pages.dev')
  expect(await dialog().locator('.bad-origin').count()).toBe(0)
  await dialog().getByLabel('Restaurant').check()
  await dialog().getByText('Anyone can have a website there').waitFor()
  await dialog().getByRole('button', { name: 'Create site' }).click()
  expect(await origins.evaluate((field) => field === document.activeElement)).toBe(true)
  await dialog().getByRole('button', { name: 'Use https://corner.example' }).click()
  expect(await origins.inputValue()).toContain('https://corner.example\nhttps://corner.example\n')
  await origins.fill('https://corner.example\n\nhttp://localhost:3000')
  await dialog().getByRole('button', { name: 'Create site' }).click()

  await owner.page.waitForURL(/#\/corner-shop\/persona$/)
  const { live } = await worker<SiteDetails>('/sites/corner-shop')
  expect(live).toMatchObject({
    name: 'Our table',
    allowedOrigins: ['https://corner.example', 'http://localhost:3000'],
    temperature: 0.5,
  })
  expect(owner.complaints).toEqual([])
})

someDays('in Chinese a site begins in Chinese; 百晓生 knows everything under heaven', async () => {
  owner = await signedInOwner(browsing, { locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  await button('新建站点').first().click()
  await dialog().getByLabel('站点名').fill('baike')
  await dialog().getByLabel('百晓生').check()
  await owner.page.keyboard.press('Enter')
  await owner.page.waitForURL(/#\/baike\/persona$/)
  const { live } = await worker<SiteDetails>('/sites/baike')
  expect(live).toMatchObject({ instructions: '你是一个上知天文下知地理的百晓生', temperature: 0.6, name: '百晓生' })
  await owner.go('')
  await card('baike').waitFor()
  expect(await owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  expect(owner.complaints).toEqual([])
})

test('a site is copied, paused, resumed, and deleted by typing its name; demo stays', async () => {
  await worker('/sites', 'POST', {
    site: 'books',
    settings: { name: 'Ink', allowedOrigins: ['https://books.example'] },
  })
  owner = await signedInOwner(browsing)

  await button('Duplicate: books').click()
  expect(await dialog().getByLabel('Name of the copy').inputValue()).toBe('books-2')
  await owner.page.keyboard.press('Enter')
  await owner.screen.getByText('“books-2” was created.').waitFor()
  expect((await worker<SiteDetails>('/sites/books-2')).live).toMatchObject({
    name: 'Ink',
    allowedOrigins: ['https://books.example'],
  })

  await button('Pause: books').click()
  await dialog().getByText('is taking a break').waitFor()
  await dialog().getByRole('button', { name: 'Pause' }).click()
  await card('books').getByText('Paused').waitFor()
  await dialog().waitFor({ state: 'detached' })
  expect(await owner.page.evaluate(() => document.activeElement?.textContent)).toBe('Resume')
  expect((await worker<SiteSummary>('/sites/books')).paused).toBe(true)
  await button('Resume: books').click()
  await card('books').getByText('Live').waitFor()

  await button('Delete: books').click()
  const forGood = dialog().getByRole('button', { name: 'Delete site' })
  await dialog().getByLabel('Type books to confirm').fill('book')
  expect(await forGood.isDisabled()).toBe(true)
  await dialog().getByLabel('Type books to confirm').fill('books')
  await forGood.click()
  await owner.screen.getByText('“books” was deleted.').waitFor()
  await card('books').waitFor({ state: 'detached' })
  const { sites } = await worker<{ sites: SiteSummary[] }>('/sites')
  expect(sites.map(({ site }) => site)).not.toContain('books')

  expect(await button('Delete: demo').count()).toBe(0)
  await card('demo').getByText('Always there').waitFor()
  expect(owner.complaints).toEqual([])
})

someDays('deleting a site erases its conversations, unless its owner keeps them', async () => {
  const { workerUrl } = browsing.demo
  const origin = 'https://lamps.example'
  const talk = async (site: string) => {
    await worker('/sites', 'POST', { site, settings: { allowedOrigins: [origin] } })
    const headers = { origin, 'content-type': 'application/json' }
    const opened = await fetch(`${workerUrl}/v1/sites/${site}/sessions`, { method: 'POST', headers, body: '{}' })
    const { token }: { token: string } = await opened.json()
    const answered = await fetch(`${workerUrl}/v1/turns`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${token}` },
      body: JSON.stringify({ id: crypto.randomUUID(), text: 'Do you repair lamps?' }),
    })
    await answered.text()
  }
  const kept = async (site: string) => {
    const { sessions } = await worker<{ sessions: unknown[] }>(`/sites/${site}/transcripts`)
    return sessions.length
  }
  for (const site of ['lamps', 'lanterns']) await talk(site)
  for (const site of ['lamps', 'lanterns']) await expect.poll(() => kept(site), PATIENT).toBe(1)

  owner = await signedInOwner(browsing)
  for (const [site, erases] of [
    ['lamps', true],
    ['lanterns', false],
  ] as const) {
    await button(`Delete: ${site}`).click()
    const erase = dialog().getByLabel('Erase all its conversations')
    expect(await erase.isChecked()).toBe(true)
    if (!erases) await erase.uncheck()
    await dialog()
      .getByText('Until then, nobody can read or erase them')
      .waitFor({ state: erases ? 'detached' : 'visible' })
    await dialog().getByLabel(`Type ${site} to confirm`).fill(site)
    await dialog().getByRole('button', { name: 'Delete site' }).click()
    await owner.screen.getByText(`“${site}” was deleted.`).waitFor()
    // A new site with the same name would get them back.
    await worker('/sites', 'POST', { site })
    expect(await kept(site)).toBe(erases ? 0 : 1)
  }
})

someDays('the Worker’s refusals are shown in the dialog, and its button keeps the focus', async () => {
  await worker('/sites', 'POST', { site: 'spare' })
  owner = await signedInOwner(browsing)
  await button('Delete: spare').click()
  await dialog().getByLabel('Type spare to confirm').fill('spare')
  await owner.page.route('**/v1/owner/sites/spare', (route) => route.abort())
  await dialog().getByRole('button', { name: 'Delete site' }).click()
  await dialog().getByRole('alert').getByText('cannot be reached').waitFor()
  await expect.poll(focused).toBe('Delete site')
  await owner.page.keyboard.press('Escape')
  await dialog().waitFor({ state: 'detached' })
  expect(await focused()).toBe('Delete')
})

someDays('a dialog returns the focus as soon as it closes, not a frame later', async () => {
  owner = await signedInOwner(browsing)
  await button('New site').first().click()
  await dialog().getByLabel('Site name').waitFor()
  const back = await owner.page.evaluate(
    () =>
      new Promise((done) => {
        new MutationObserver((_, watching) => {
          if (document.querySelector('dialog')) return
          watching.disconnect()
          done(document.activeElement?.textContent)
        }).observe(document.body, { childList: true, subtree: true })
        document.querySelector<HTMLElement>('dialog .answers button:last-child')?.click()
      }),
  )
  expect(back).toBe('New site')
})

someDays('a dialog that the browser closes can be opened again', async () => {
  owner = await signedInOwner(browsing)
  await button('New site').first().click()
  await dialog().getByLabel('Site name').waitFor()
  await owner.page.evaluate(() => document.querySelector('dialog')?.close())
  await expect.poll(() => owner.page.locator('dialog').count()).toBe(0)
  await button('New site').first().click()
  await dialog().getByLabel('Site name').waitFor()
})

someDays('a list that fails to load can be retried; the button stays until it has loaded', async () => {
  owner = await signedInOwner(browsing)
  const list = await answeredBy(owner.page, '**/v1/owner/sites')
  list.now = 'abort'
  await owner.page.reload()
  const again = owner.screen.getByRole('alert').getByRole('button')
  await again.waitFor()
  // The frame has asked, and so does the screen where it comes later than the answer.
  await quiet(owner.page)
  await expect.poll(() => again.textContent()).toBe('Try again')
  list.now = 'hold'
  await again.click()
  await expect.poll(() => again.textContent()).toBe('One moment…')
  expect(await focused()).toBe('One moment…')
  list.now = 'abort'
  await expect.poll(() => again.textContent()).toBe('Try again')
  expect(await focused()).toBe('Try again')
  list.now = 'continue'
  await again.click()
  await card('demo').waitFor()
  expect(await owner.page.evaluate(() => document.activeElement?.id)).toBe('content')
})

someDays('resuming a site keeps the focus on its button', async () => {
  await worker('/sites', 'POST', { site: 'asleep' })
  await worker('/sites/asleep/paused', 'PUT', { paused: true })
  owner = await signedInOwner(browsing)
  const list = await answeredBy(owner.page, '**/v1/owner/sites/asleep/paused')
  list.now = 'hold'
  await button('Resume: asleep').click()
  await expect.poll(() => button('Resume: asleep').getAttribute('aria-disabled')).toBe('true')
  list.now = 'continue'
  await card('asleep').getByText('Live').waitFor()
  expect(await focused()).toBe('Pause')
})

someDays('among a hundred sites, one is found by its name or its persona’s name', async () => {
  owner = await signedInOwner(browsing)
  await card('demo').waitFor()
  expect(await owner.screen.getByLabel('Search sites').count()).toBe(0)
  const sites = Array.from({ length: 100 }, (_, index) => ({
    site: `shop-${index}`,
    name: index === 42 ? 'Zaphod' : 'Trillian',
    paused: index % 3 === 0,
    version: index,
    publishedAt: '2026-11-20T10:00:00Z',
    draftedAt: index % 2 === 0 ? '2026-11-21T10:00:00Z' : null,
  }))
  await owner.page.route('**/v1/owner/sites', (route) => route.fulfill({ json: { sites } }))
  await owner.page.reload()
  await owner.screen.getByText('100 of 100 sites').waitFor()
  await owner.screen.getByLabel('Search sites').fill('zaph')
  await owner.screen.getByText('1 of 100 sites').waitFor()
  await card('shop-42').getByText('Draft not published').waitFor()
  await owner.screen.getByLabel('Search sites').fill('marvin')
  await owner.screen.getByText('No site has “marvin”').waitFor()
  await button('Show all').click()
  await card('shop-99').waitFor()
  await expect
    .poll(() => owner.screen.getByLabel('Search sites').evaluate((field) => field.matches(':focus')))
    .toBe(true)
  expect(owner.complaints).toEqual([])
})

someDays.for(['light', 'dark'] as const)('axe finds nothing in the list and its dialogs, %s', async (colorScheme) => {
  // Made by the first of the two.
  await worker('/sites', 'POST', { site: 'spare-axe' })
  owner = await signedInOwner(browsing, { colorScheme })
  await card('demo').waitFor()
  expect(await violations(owner.page, 'body')).toEqual([])
  await button('New site').click()
  await dialog().getByLabel('Site name').fill('-')
  await dialog().getByLabel('Allowed origins').fill('x')
  await dialog().getByRole('button', { name: 'Create site' }).click()
  await dialog().locator('.bad-origin').waitFor()
  expect(await violations(owner.page, 'dialog')).toEqual([])
  await owner.page.keyboard.press('Escape')
  await button('Delete: spare-axe').click()
  await dialog().waitFor()
  expect(await violations(owner.page, 'dialog')).toEqual([])
  expect(owner.complaints).toEqual([])
})
