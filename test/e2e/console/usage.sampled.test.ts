/** What the answers of a site used, as its owner sees it. */
import { readFile, rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { SiteUsage } from '../../../protocol/schemas/site-usage.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, type Browsing } from '../../support/browser/browsing.ts'
import { signedInOwner, type Owner } from '../../support/browser/browsing-console.ts'
import { fastConversations } from '../../support/running/fast-conversations.ts'
import { TURNS_A_DAY, yearOfUsage } from '../../support/stores/filled-ledger.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const YEAR = 'shop/usage/2025-12-01_2026-11-30'
const DAYS = 365

let browsing: Browsing
let state: string
let asked: Promise<void>

beforeAll(async () => {
  state = await yearOfUsage('shop')
  browsing = await browse({ INGLENOOK_STATE: state })
  await asOwner('sites', { site: 'shop' })
  await asOwner('sites', { site: 'quiet' })
  // The ledger hears of turns when their session has been quiet for some seconds.
  asked = twoQuestions()
  // The test that waits for it is told.
  asked.catch(() => {})
})

afterAll(async () => {
  await browsing?.end()
  if (state) await rm(state, { recursive: true, force: true })
})

someDays('before the first question, it explains what will be here, and links on', async () => {
  const owner = await signedInOwner(browsing)
  await owner.go('quiet/usage')
  await owner.screen.getByText('No questions in this period').waitFor()
  expect(await violations(owner.page, 'main')).toEqual([])
  await owner.screen.getByRole('button', { name: 'Show the whole year' }).click()
  await expect.poll(() => owner.page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
  await expect.poll(() => owner.page.url()).toContain('quiet/usage/365')
  await owner.screen.getByRole('link', { name: 'Put the chat on your page' }).click()
  await owner.screen.getByRole('heading', { name: 'Embed', exact: true }).waitFor()
  expect(await chunks(owner)).toEqual([])
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

someDays(
  'a chart is drawn, follows the pointer and dark mode; lines can be hidden by keyboard; axe finds nothing',
  async () => {
    const owner = await signedInOwner(browsing)
    await owner.go(YEAR)
    const figure = owner.screen.getByRole('region', { name: 'How answers ended', exact: true })
    await figure.locator('canvas').waitFor()
    expect((await chunks(owner)).length).toBe(1)
    await expect.poll(async () => (await colours(owner)).length).toBeGreaterThan(20)
    const light = await colours(owner)

    const total = figure.getByRole('listitem').filter({ hasText: 'Answered' })
    expect(await total.textContent()).toContain((TURNS_A_DAY * DAYS * 0.95).toLocaleString('en-GB'))
    await figure.locator('.u-over').hover()
    await expect.poll(() => total.textContent()).toContain((TURNS_A_DAY * 7 * 0.95).toLocaleString('en-GB'))

    const toggle = figure.getByRole('button', { name: 'Show in the chart: Answered' })
    await toggle.focus()
    await owner.page.keyboard.press('Enter')
    await expect.poll(() => toggle.getAttribute('aria-pressed')).toBe('false')
    await expect.poll(() => colours(owner)).not.toEqual(light)
    await owner.page.keyboard.press('Enter')
    await expect.poll(() => colours(owner)).toEqual(light)

    expect(await violations(owner.page, 'main')).toEqual([])
    await owner.page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => colours(owner)).not.toEqual(light)
    expect(await violations(owner.page, 'main')).toEqual([])
    await owner.page.setViewportSize({ width: 390, height: 800 })
    await expect.poll(() => figure.locator('canvas').evaluate(({ clientWidth }) => clientWidth)).toBeLessThan(360)
    await expect.poll(() => owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    expect(owner.complaints).toEqual([])
    await owner.context.close()
  },
)

someDays('a year: weeks in the charts, days in the tables and in the file; versions side by side', async () => {
  const owner = await signedInOwner(browsing)
  await owner.go(YEAR)
  await owner.screen.getByText('the charts show weeks').waitFor()
  expect(await tile(owner, 'Questions')).toContain((TURNS_A_DAY * DAYS).toLocaleString('en-GB'))
  const figure = owner.screen.getByRole('region', { name: 'Tokens', exact: true })
  await figure.getByText('As a table').press('Enter')
  await expect.poll(() => figure.getByRole('row').count()).toBe(DAYS + 2)

  const [file] = await Promise.all([
    owner.page.waitForEvent('download'),
    owner.screen.getByRole('button', { name: 'Download as CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('usage-shop-2025-12-01-2026-11-30.csv')
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n')
  expect(lines).toHaveLength(DAYS + 1)
  expect(lines.at(-1)).toContain(`2026-11-30,1,${TURNS_A_DAY},`)

  await owner.screen.getByRole('button', { name: 'Persona version' }).click()
  await figure.getByText('As a table').click()
  await expect.poll(() => figure.getByRole('rowheader').allTextContents()).toEqual(['Total', 'Version 1', 'Version 2'])
  await owner.context.close()
})

someDays('custom dates: an invalid range is explained, a valid one is in the address', async () => {
  const owner = await signedInOwner(browsing)
  await owner.go('shop/usage')
  await owner.screen.getByRole('button', { name: 'Custom dates' }).click()
  await owner.screen.getByLabel('From', { exact: true }).fill('2026-11-20')
  await owner.screen.getByLabel('To', { exact: true }).fill('2026-11-10')
  await owner.page.keyboard.press('Enter')
  await owner.screen.getByRole('alert').getByText('comes after').waitFor()
  await owner.screen.getByLabel('From', { exact: true }).fill('2026-11-01')
  await owner.screen.getByRole('button', { name: 'Show', exact: true }).click()
  await expect.poll(() => tile(owner, 'Questions')).toContain(String(TURNS_A_DAY * 10))
  expect(owner.page.url()).toContain('2026-11-01_2026-11-10')
  await expect.poll(() => owner.screen.getByRole('alert').count()).toBe(0)
  await owner.context.close()
})

someDays('if it cannot be read it says so, and it appears on the second try', async () => {
  const owner = await signedInOwner(browsing, { locale: 'zh-CN' })
  await owner.page.route('**/usage?*', (route) => route.abort())
  await owner.go(YEAR)
  await owner.screen.getByRole('alert').waitFor()
  expect(await violations(owner.page, 'main')).toEqual([])
  await owner.page.unroute('**/usage?*')
  await owner.screen.getByRole('button', { name: '再试一次' }).click()
  await expect.poll(() => tile(owner, '提问')).toContain('14,600')
  await owner.context.close()
})

test('visitors’ questions are counted: questions, conversations, tokens, waits, thumbs', async () => {
  await asked
  const owner = await signedInOwner(browsing)
  await owner.go('demo/usage/7')
  await expect.poll(() => tile(owner, 'Questions')).toContain('2')
  expect(await tile(owner, 'Conversations')).toContain('1')
  expect(await tile(owner, 'Thumbs up')).toContain('1 up, 0 down')
  expect(await tile(owner, 'First word after')).toMatch(/\d m?s/)
  expect(await tile(owner, 'Went wrong')).toContain('0 of 2 answers')
  // The embedded upstream has no price.
  expect(await tile(owner, 'Spend')).toContain('Unknown')
  await owner.screen.getByText('The price of 2 of 2 answers is unknown').waitFor()

  const figure = owner.screen.getByRole('region', { name: 'Conversations and questions', exact: true })
  await figure.getByRole('img').waitFor()
  await figure.getByText('As a table').click()
  const rows = figure.getByRole('row')
  await expect.poll(() => rows.count()).toBe(9)
  // The newest days come first, and a day may have ended since they were asked.
  const newest = await Promise.all([2, 3].map((row) => rows.nth(row).getByRole('cell').allTextContents()))
  expect(newest).toContainEqual(['2', '1'])
  // The table says it now.
  expect(await figure.getByRole('img').count()).toBe(0)
  expect(await violations(owner.page, 'main')).toEqual([])
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

const tile = async (owner: Owner, label: string): Promise<string> =>
  (await owner.screen
    .locator('.usage-tiles > div')
    .filter({ has: owner.page.getByText(label, { exact: true }) })
    .textContent()) ?? ''

/** Files of the charts that were fetched so far. */
const chunks = ({ page }: Owner): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => name)
      .filter((name) => name.includes('/plot-')),
  )

/** Of the chart of how answers ended: every colour that is drawn, in order. */
const colours = (owner: Owner): Promise<string[]> =>
  owner.page.locator('.usage-states canvas').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return []
    const { data = [] } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {}
    const seen = new Set<string>()
    for (let at = 0; at < data.length; at += 4) if (data[at + 3]) seen.add(data.slice(at, at + 4).join(' '))
    return [...seen].toSorted()
  })

async function asOwner(path: string, body?: object): Promise<Response> {
  const response = await fetch(`${browsing.demo.workerUrl}/v1/owner/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${browsing.ownerKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response
}

/** As a visitor of the demo, who likes the second answer. Ends when the ledger has it all. */
async function twoQuestions(): Promise<void> {
  const visitor = fastConversations(browsing)
  const token = await visitor.open()
  const liked = crypto.randomUUID()
  await visitor.ask(token, '中国首都在哪里')
  await visitor.ask(token, '中国首都在哪里', { id: liked })
  await visitor.rate(token, liked, 'up')
  const counted = async () => {
    // In UTC a day may end in between.
    const [from, to] = [dayOf(Date.now() - DAY_MILLISECONDS), dayOf(Date.now())]
    const usage: SiteUsage = await (await asOwner(`sites/demo/usage?from=${from}&to=${to}`)).json()
    expect([usage.days.reduce((sum, { turns }) => sum + turns, 0), usage.feedback.length]).toEqual([2, 1])
  }
  await vi.waitFor(counted, { timeout: 40_000, interval: 250 })
}
