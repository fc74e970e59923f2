/** The transcripts screen: what visitors asked is found, read, exported and deleted. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Draft, SiteDetails } from '../../../protocol/schemas/owner-site.ts'
import type { Transcript, TranscriptPage } from '../../../protocol/schemas/transcript.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, type Browsing } from '../../support/browser/browsing.ts'
import { signedInOwner, type Owner } from '../../support/browser/browsing-console.ts'
import { answersAsTold, fastConversations, type FastConversations } from '../../support/running/fast-conversations.ts'
import { startFaultUpstream, type FaultUpstream } from '../../support/upstreams/fault-upstream.ts'
import { answeredBy } from '../../support/upstreams/held-answers.ts'
import { someDays } from '../../support/sampling/sampling.ts'

/** A page of the list and a little more. */
const PARCELS = 52
const LAMP = 'How do I order a lamp? [Like **this**:\n\n- Open the shop\n- Press `Buy`\n\n$$\\frac{1}{2}$$]'

let upstream: FaultUpstream
let browsing: Browsing
let chats: FastConversations
let owner: Owner
/** Tokens of the visitors whose conversations are deleted. */
const leaving: string[] = []

beforeAll(async () => {
  upstream = await startFaultUpstream(() => answersAsTold)
  browsing = await browse({ OPENAI_API_KEY: 'sk-canary', OPENAI_BASE_URL: `${upstream.url}/talk/v1` })
  await publish({ pageContext: 'on', instructions: 'You sell lamps.' })
  chats = fastConversations(browsing)
  await Promise.all(
    Array.from({ length: PARCELS }, async (_, index) => {
      await chats.ask(await chats.open(), `Where is parcel ${index}?`)
    }),
  )
  for (const question of ['=SUM(1,2) of goodbyes', 'Second goodbye']) {
    const token = await chats.open()
    await chats.ask(token, question)
    leaving.push(token)
  }
  await talkOfLamps()
  // They are filed when they have been quiet for a while.
  const areFiled = async () => expect(await newestTitles()).toEqual([LAMP.slice(0, 14), 'Second goodbye'])
  await vi.waitFor(areFiled, { timeout: 60_000, interval: 250 })
})

// Of its own: a filter, a focus or a route of one test would be there in the next.
beforeEach(async () => {
  owner = await signedInOwner(browsing, { permissions: ['clipboard-read', 'clipboard-write'] })
})

afterEach(async () => {
  await owner?.context.close()
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

/** Whole, rated, tried twice, and failed. */
async function talkOfLamps(): Promise<void> {
  const token = await chats.open()
  const id = crypto.randomUUID()
  await chats.ask(token, LAMP, {
    page: { title: 'Lamps', url: 'https://shop.example/lamps', selection: 'the brass one' },
  })
  await chats.ask(token, 'How long does it take? [Two days.]', { id })
  await chats.retry(token, id)
  await chats.rate(token, id, 'down', 'It took five.')
  await chats.ask(token, 'Why? [400]')
}

async function newestTitles(): Promise<string[]> {
  const { sessions }: TranscriptPage = await (await askOwner('/sites/demo/transcripts')).json()
  return sessions.slice(0, 2).map(({ title }) => title.slice(0, 14))
}

async function publish(settings: object): Promise<void> {
  const { live }: SiteDetails = await (await askOwner('/sites/demo')).json()
  const body = { settings: { ...live, ...settings }, revision: 0 }
  const { revision }: Draft = await (await askOwner('/sites/demo/draft', 'PUT', body)).json()
  const published = await askOwner('/sites/demo/versions', 'POST', { revision, live: 0, note: '' })
  expect(published.status).toBe(201)
}

const askOwner = (path: string, method = 'GET', body?: object): Promise<Response> =>
  fetch(`${browsing.demo.workerUrl}/v1/owner${path}`, {
    method,
    headers: { authorization: `Bearer ${browsing.ownerKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })

const rows = () => owner.screen.locator('.transcripts-row')
const links = () => rows().locator('a')
const button = (name: string | RegExp) => owner.screen.getByRole('button', { name })
const isFocused = (page: Page, selector: string) => page.locator(selector).evaluate((one) => one.matches(':focus'))

someDays('a site without conversations says so; an unreachable Worker is reported, and can be retried', async () => {
  await askOwner('/sites', 'POST', { site: 'quiet' })
  await owner.go('quiet/transcripts')
  await owner.screen.getByText('No conversations yet').waitFor()
  expect(await violations(owner.page, 'main')).toEqual([])

  await owner.page.route('**/quiet/transcripts', (route) => route.fulfill({ status: 500, body: '{}' }))
  await button('Refresh').click()
  await owner.screen.getByRole('alert').waitFor()
  await owner.page.unroute('**/quiet/transcripts')
  await button('Try again').click()
  await expect.poll(() => owner.screen.getByRole('alert').count()).toBe(0)
  // The browser itself logs a status of 500.
  expect(owner.complaints).toHaveLength(1)
})

someDays('the newest come first; more load below, none twice, and the focus moves to the first of them', async () => {
  await owner.go('demo/transcripts')
  await expect.poll(() => rows().count()).toBe(50)
  await button('Show more').scrollIntoViewIfNeeded()
  const scrolled = await owner.page.evaluate(() => scrollY)
  expect(scrolled).toBeGreaterThan(0)
  await button('Show more').click()
  await expect.poll(() => rows().count()).toBe(PARCELS + 3)
  expect(new Set(await links().evaluateAll((all) => all.map((one) => one.getAttribute('href')))).size).toBe(PARCELS + 3)
  await expect
    .poll(() =>
      links()
        .nth(50)
        .evaluate((one) => one.matches(':focus')),
    )
    .toBe(true)
  expect(Math.abs((await owner.page.evaluate(() => scrollY)) - scrolled)).toBeLessThan(5)
  expect(await button('Show more').count()).toBe(0)
})

someDays('more entries that load late do not take the focus from an owner who has moved on', async () => {
  await owner.go('demo/transcripts')
  await expect.poll(() => rows().count()).toBe(50)
  const pages = await answeredBy(owner.page, /transcripts\?after=/)
  pages.now = 'hold'
  await button('Show more').click()
  await owner.screen.getByRole('searchbox').focus()
  pages.now = 'continue'
  await expect.poll(() => rows().count()).toBe(PARCELS + 3)
  // The focus would move in the next frame.
  await owner.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  expect(await isFocused(owner.page, '[type=search]')).toBe(true)
})

someDays('the latest search is shown, even if an earlier one is answered after it', async () => {
  await owner.go('demo/transcripts')
  await expect.poll(() => rows().count()).toBe(50)
  const parcels = await answeredBy(owner.page, /transcripts\?text=parcel$/)
  parcels.now = 'hold'
  const asked = owner.page.waitForRequest(/text=parcel$/)
  await owner.screen.getByRole('searchbox').fill('parcel')
  await asked
  // Nobody waits for its answer any more.
  const over = owner.page.waitForEvent('requestfailed', (request) => request.url().endsWith('text=parcel'))
  await owner.screen.getByRole('searchbox').fill('lamp')
  await over
  parcels.now = 'continue'
  await expect.poll(() => links().allTextContents()).toEqual([expect.stringContaining('lamp')])
})

someDays('words are searched for and marked; filters stay while reading, and can be removed', async () => {
  await owner.go('demo/transcripts')
  await owner.screen.getByRole('searchbox').fill('brass lamp')
  await owner.screen.getByText('Nothing matches').waitFor()
  await owner.screen.getByRole('searchbox').fill('lamp')
  await expect.poll(() => owner.screen.locator('mark').allTextContents()).toContain('lamp')
  await owner.screen.getByRole('combobox', { name: 'Feedback' }).selectOption('down')
  await button('Remove the filter “Feedback: Thumbs down”').waitFor()
  await expect.poll(() => rows().count()).toBe(1)
  await links().first().focus()
  await owner.page.keyboard.press('Enter')
  // In the conversation they are marked too, also in an answer that is drawn later.
  await owner.screen.locator('.rendered').first().waitFor()
  const marked = () => owner.page.evaluate(() => Array.from(CSS.highlights.get('found') ?? [], String))
  await expect.poll(marked).toContain('lamp')
  // The marks go in the moment the list comes, not a frame later.
  const still = await owner.page.evaluate(
    () =>
      new Promise((done) => {
        new MutationObserver((_, watching) => {
          if (!document.querySelector('.transcripts-row')) return
          watching.disconnect()
          done(CSS.highlights.get('found')?.size ?? 0)
        }).observe(document.body, { childList: true, subtree: true })
        document.querySelector<HTMLElement>('.talk-ways a')?.click()
      }),
  )
  expect(still).toBe(0)
  expect(await marked()).toEqual([])
  expect(await isFocused(owner.page, '.transcripts-row a')).toBe(true)
  expect(await owner.screen.getByRole('searchbox').inputValue()).toBe('lamp')
  // It stands in the address as well.
  await owner.page.reload()
  await expect.poll(() => rows().count()).toBe(1)
  expect(await owner.screen.getByRole('combobox', { name: 'Feedback' }).inputValue()).toBe('down')
  await button('Clear all filters').click()
  await expect.poll(() => rows().count()).toBe(50)
  await expect.poll(() => owner.screen.getByRole('searchbox').inputValue()).toBe('')
  // The button is gone: what is looked for next is written here.
  expect(await isFocused(owner.page, '[type=search]')).toBe(true)
})

someDays(
  'a conversation is shown as it was: Markdown, page, attempts, feedback, failure; and on request its cost',
  async () => {
    await owner.go('demo/transcripts')
    await links().first().click()
    const talk = owner.screen.getByRole('list', { name: 'Conversation' })
    await talk.locator('.rendered strong').waitFor()
    await talk.locator('.rendered mfrac').waitFor()
    const bullets = talk.locator('.rendered ul').first()
    expect(await bullets.evaluate((list) => getComputedStyle(list).listStyleType)).toBe('disc')
    expect(await talk.locator('.rendered').first().locator('li').allTextContents()).toEqual([
      'Open the shop',
      'Press Buy',
    ])
    expect(await talk.getByRole('link', { name: 'Lamps' }).getAttribute('href')).toBe('https://shop.example/lamps')
    await talk.getByText('The provider did not accept the question.').waitFor()
    await talk.getByText('It took five.').waitFor()
    await button('Earlier attempt').click()
    await talk.getByText('Attempt 1 of 2').waitFor()
    expect(await talk.getByText('It took five.').count()).toBe(0)
    // It says who answered, as the newest does.
    await expect.poll(() => talk.locator('.talk-turn').nth(1).getByText('Version 1').count()).toBe(1)

    await button('Show tokens, cost and instructions').click()
    expect(await talk.getByText('Price unknown').count()).toBeGreaterThan(0)
    await owner.screen.getByText('Instructions (Version 1)').click()
    await owner.screen.getByText('You sell lamps.').waitFor()

    await button('Copy the session’s id').click()
    const session = await owner.screen.locator('.talk-session code').textContent()
    await expect.poll(() => owner.page.evaluate(() => navigator.clipboard.readText())).toBe(session)
    expect(owner.page.url()).toContain(session)
    expect(await violations(owner.page, 'main')).toEqual([])

    await owner.screen.getByRole('link', { name: 'Next in the list' }).click()
    await owner.screen.getByRole('heading', { name: 'Second goodbye' }).waitFor()
    await owner.screen.getByRole('link', { name: 'Previous in the list' }).click()
    await talk.getByText('It took five.').waitFor()
  },
)

someDays('the selected conversations become a CSV, everything that matches becomes JSONL', async () => {
  await owner.go('demo/transcripts')
  await owner.screen.getByRole('searchbox').fill('goodbyes')
  await expect.poll(() => rows().count()).toBe(1)
  await owner.screen.getByLabel('Select “=SUM').check()
  const csv = await exported('The 1 selected', /^CSV/)
  expect(csv.name).toMatch(/^demo-transcripts-\d{4}-\d\d-\d\d\.csv$/)
  expect(csv.text).toContain(`,"'=SUM(1,2) of goodbyes","Yes.","complete",`)
  expect(csv.text.split('\r\n')).toHaveLength(3)

  await button('Clear all filters').click()
  await expect.poll(() => rows().count()).toBe(50)
  const jsonl = await exported('All conversations of this site', /^JSONL/)
  const all: Transcript[] = jsonl.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(all).toHaveLength(PARCELS + 3)
  expect(all[0]?.turns[1]?.earlierAttempts).toHaveLength(1)
})

test('what is deleted is gone for its visitor too; what cannot be deleted stays selected and is reported', async () => {
  await owner.go('demo/transcripts')
  await owner.screen.getByRole('searchbox').fill('goodbye')
  await expect.poll(() => rows().count()).toBe(2)
  await owner.screen.getByLabel('Select “=SUM').check()
  await owner.screen.getByLabel('Select “Second').check()
  await owner.screen.getByText('2 selected').waitFor()
  const failing = await links().filter({ hasText: 'Second' }).getAttribute('data-session')
  await owner.page.route(`**/transcripts/${failing}`, (route) => route.fulfill({ status: 500, body: '{}' }))
  await button('Delete…').click()
  const question = owner.page.getByRole('dialog', { name: 'Delete 2 conversations?' })
  await question.getByText('whose own copies are deleted too').waitFor()
  expect(await violations(owner.page, 'dialog')).toEqual([])
  await question.getByRole('button', { name: 'Delete all 2' }).click()
  await owner.screen.getByText('1 conversation deleted.').waitFor()
  await owner.screen.getByText('1 conversation could not be deleted.').waitFor()
  expect(await owner.screen.getByLabel('Select “Second').isChecked()).toBe(true)
  expect(await owner.screen.getByLabel('Select “=SUM').count()).toBe(0)
  await expect.poll(() => isFocused(owner.page, 'h1')).toBe(true)
  const forgotten = await fetch(`${browsing.demo.workerUrl}/v1/session`, {
    headers: { origin: new URL(browsing.demo.pageUrl).origin, authorization: `Bearer ${leaving[0]}` },
  })
  expect(forgotten.status).toBe(401)

  await owner.page.unroute(`**/transcripts/${failing}`)
  await links().filter({ hasText: 'Second' }).click()
  await button('Delete this one').click()
  await owner.page.getByRole('button', { name: 'Delete it' }).click()
  await owner.screen.getByText('1 conversation deleted.').waitFor()
  await expect.poll(() => links().filter({ hasText: 'Second' }).count()).toBe(0)
  // The way back leads to what is no more.
  await owner.page.goBack()
  await owner.screen.getByText('This conversation is no longer stored.').waitFor()
  expect(owner.complaints).toHaveLength(2)
})

someDays(
  'on a phone, dark, in Chinese: nothing is wider than the screen, axe finds nothing, the policy blocks nothing',
  async () => {
    const other = await signedInOwner(browsing, {
      locale: 'zh-CN',
      colorScheme: 'dark',
      viewport: { width: 390, height: 844 },
    })
    const overflow = () => other.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    await other.go('demo/transcripts')
    await other.screen.getByLabel('选择“How do I').check()
    await other.screen.getByRole('button', { name: '筛选' }).click()
    expect(await overflow()).toBe(0)
    expect(await violations(other.page, 'main')).toEqual([])
    await other.screen.getByRole('link', { name: /lamp/ }).click()
    await other.screen.locator('.rendered strong').waitFor()
    await other.screen.getByText('模型服务没有接受这个问题').waitFor()
    expect(await overflow()).toBe(0)
    expect(await violations(other.page, 'main')).toEqual([])
    expect(other.complaints).toEqual([])
    await other.context.close()
  },
)

/** Through the dialog: the file that the browser got. */
async function exported(which: string, format: RegExp): Promise<{ name: string; text: string }> {
  await button('Export…').click()
  const dialog = owner.page.getByRole('dialog')
  await dialog.getByLabel(which).check()
  await dialog.getByLabel(format).check()
  const [download] = await Promise.all([
    owner.page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Export', exact: true }).click(),
  ])
  const text = await readFile(await download.path(), 'utf8')
  await dialog.getByText('in your downloads').waitFor()
  await owner.page.keyboard.press('Escape')
  return { name: download.suggestedFilename(), text }
}
