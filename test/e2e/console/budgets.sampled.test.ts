/** What is used of a site's limits, as its owner sees it, and as visitors use it up. */
import type { BrowserContextOptions, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Budgets, BudgetStep } from '../../../protocol/schemas/budget.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, type Browsing } from '../../support/browser/browsing.ts'
import { signedInOwner, type Owner } from '../../support/browser/browsing-console.ts'
import { fastConversations } from '../../support/running/fast-conversations.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const LADDER = { turnsPerDay: 5, warnAt: 40, cheaperAt: 60, cheaperModel: 'small-model', fallbackMessage: 'Tomorrow.' }

let browsing: Browsing

beforeAll(async () => {
  browsing = await browse()
  const allowedOrigins = [new URL(browsing.demo.pageUrl).origin]
  const sites = {
    shop: LADDER,
    spending: { spendPerMonth: 10, tokensPerDay: 50_000, turnsPerDay: 0 },
    free: { turnsPerDay: 0, turnsPerVisitorDay: 0 },
    plain: {},
  }
  for (const [site, settings] of Object.entries(sites))
    await asOwner('sites', { site, settings: { ...settings, allowedOrigins } })
})

afterAll(async () => {
  await browsing?.end()
})

/** At the usage of a site, with its limits there. */
async function limitsOf(site: string, options: BrowserContextOptions = {}): Promise<{ owner: Owner; card: Locator }> {
  const owner = await signedInOwner(browsing, options)
  await owner.go(`${site}/usage/7`)
  const card = owner.screen.locator('.usage-budgets')
  await card.waitFor()
  return { owner, card }
}

someDays('without a limit it says what may happen, and links to the limits', async () => {
  const { owner, card } = await limitsOf('free')
  await card.getByText('a stranger who keeps asking could spend your money').waitFor()
  expect(await card.getByRole('meter').count()).toBe(0)
  expect(await violations(owner.page, 'main')).toEqual([])
  await card.getByRole('link', { name: 'Set limits' }).click()
  const heading = owner.screen.getByRole('heading', { name: 'Limits', exact: true })
  await heading.waitFor()
  await expect.poll(() => heading.evaluate((one) => one === document.activeElement)).toBe(true)
  await owner.screen.getByLabel('Spend per month').waitFor()
  expect(owner.complaints).toEqual([])
  await owner.context.close()
})

someDays('a limit on turns alone is shown as no limit on spend', async () => {
  const { owner, card } = await limitsOf('plain')
  await card.getByText('Only the number of turns is limited').waitFor()
  expect(await card.getByRole('meter', { name: 'Turns today' }).getAttribute('aria-valuetext')).toBe(
    '0 of 10,000 turns used, 0%',
  )
  await owner.context.close()
})

test('each limit has a bar with how much is used, the limit and the reset, in the owner’s time zone', async () => {
  const { owner, card } = await limitsOf('spending', { timezoneId: 'Asia/Shanghai', locale: 'zh-CN' })
  expect(await card.getByRole('meter').evaluateAll((all) => all.map((one) => one.ariaValueText))).toEqual([
    '已用 0，共 50,000 token，0%',
    '已用 $0.00，共 $10.00，0%',
  ])
  await card.getByText('所有限额都还充裕。').waitFor()
  const ends = card.getByRole('listitem').filter({ hasText: '本月的花费' }).getByText('重新计算')
  expect(await ends.textContent()).toMatch(/^\d{4}年\d+月1日 08:00（你的时间，即 UTC 零点）重新计算。$/)
  expect(await violations(owner.page, 'main')).toEqual([])
  await owner.context.close()
})

someDays('as visitors ask, the steps apply one by one, and the screen shows the current one and the next', async () => {
  const visitor = fastConversations(browsing)
  const token = await visitor.open('shop')
  const ask = () => visitor.ask(token, '中国首都在哪里')
  const steps: string[] = []
  for (const [turns, step, sentence] of [
    [2, 'warned', '“Turns today” has reached 40%'],
    [1, 'cheaper', 'the cheaper model small-model answers now'],
    [2, 'fallback', 'visitors get your fallback message instead of an answer, until'],
  ] as const) {
    for (let turn = 0; turn < turns; turn += 1) await ask()
    await untilStep('shop', step)
    const colorScheme = step === 'cheaper' ? 'dark' : 'light'
    const { owner, card } = await limitsOf('shop', { colorScheme })
    await card.getByText(sentence).waitFor()
    steps.push((await card.locator('[aria-current=step] > strong').textContent()) ?? '')
    expect(await violations(owner.page, 'main')).toEqual([])
    if (step === 'fallback') {
      const meter = card.getByRole('meter')
      expect(await meter.getAttribute('aria-valuenow')).toBe('5')
      expect(await meter.getAttribute('aria-valuetext')).toContain('5 of 5 turns used, 100%')
      await expect.poll(() => card.locator('.usage-ladder .past').count()).toBe(2)
      await owner.page.setViewportSize({ width: 390, height: 844 })
      expect(await owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    }
    expect(owner.complaints).toEqual([])
    await owner.context.close()
  }
  expect(steps).toEqual(['At 40%', 'At 60%', 'At 100%'])
})

someDays('unreadable limits leave the rest of the screen intact, and appear on the second try', async () => {
  const owner = await signedInOwner(browsing)
  await owner.page.route('**/budgets', (route) => route.abort())
  await owner.go('plain/usage/7')
  const card = owner.screen.locator('.usage-budgets')
  await card.getByRole('alert').waitFor()
  await owner.screen.getByText('No questions in this period').waitFor()
  await owner.page.unroute('**/budgets')
  await card.getByRole('button', { name: 'Try again' }).click()
  await card.getByRole('meter').waitFor()
  await owner.context.close()
})

async function asOwner<Body>(path: string, body?: object): Promise<Body> {
  const response = await fetch(`${browsing.demo.workerUrl}/v1/owner/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${browsing.ownerKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** The ledger hears of turns when their session has been quiet for some seconds. */
async function untilStep(site: string, step: BudgetStep): Promise<void> {
  const hasCome = async () => expect(await asOwner<Budgets>(`sites/${site}/budgets`)).toMatchObject({ step })
  await vi.waitFor(hasCome, { timeout: 40_000, interval: 250 })
}
