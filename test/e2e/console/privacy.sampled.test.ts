/** What an owner tells a visitor of what is kept, hands out, and erases. */
import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Transcript, TranscriptPage } from '../../../protocol/schemas/transcript.ts'
import { violations } from '../../support/browser/axe.ts'
import { browse, type Browsing } from '../../support/browser/browsing.ts'
import { signedInOwner, type Owner } from '../../support/browser/browsing-console.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const QUESTION = '中国首都在哪里'

let browsing: Browsing
let owner: Owner
/** Of a visitor who has asked once. The chat has to pause for some seconds before it is written for its owner. */
let listed: Promise<string>

beforeAll(async () => {
  browsing = await browse()
  const visitor = await browsing.visitor()
  await visitor.open()
  await visitor.ask(QUESTION)
  await visitor.settled()
  await visitor.context.close()
  listed = vi.waitFor(firstListed, { timeout: 40_000, interval: 250 })
  // Whoever waits for it is told; until then nobody has to be.
  listed.catch(() => {})
})

afterEach(async () => {
  await owner?.context.close()
})

afterAll(async () => {
  await browsing?.end()
})

async function worker<T>(path: string, method = 'GET', body?: object): Promise<T> {
  const response = await fetch(`${browsing.demo.workerUrl}/v1/owner${path}`, {
    method,
    headers: { authorization: `Bearer ${browsing.ownerKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return response.json()
}

async function firstListed(): Promise<string> {
  const { sessions } = await worker<TranscriptPage>('/sites/demo/transcripts')
  const [found] = sessions
  if (!found) throw new Error('no session is listed yet')
  return found.session
}

const button = (name: string) => owner.screen.getByRole('button', { name, exact: true })
const found = () => owner.screen.getByRole('region', { name: 'This conversation' })

async function saved(press: string): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([owner.page.waitForEvent('download'), button(press).click()])
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
}

someDays('the list of stored data follows the live settings: days, page context, notes, image hosts', async () => {
  const settings = { retentionDays: 1, pageContext: 'on', summary: 'on', imageHosts: ['images.example'] }
  await worker('/sites', 'POST', { site: 'careful', settings })
  await worker('/sites/careful/draft', 'PUT', { settings: { ...settings, retentionDays: 45 }, revision: 0 })
  owner = await signedInOwner(browsing)
  await owner.go('careful/privacy')
  await owner.screen.getByText('1 day', { exact: true }).waitFor()
  await owner.screen.getByText('Your draft says 45 days').waitFor()
  await owner.screen.getByText('page context is on for this site').waitFor()
  await owner.screen.getByText('notes that the model writes').waitFor()
  await owner.screen.getByText('are loaded from images.example').waitFor()
  await owner.go('demo/privacy')
  await owner.screen.getByText('30 days', { exact: true }).waitFor()
  expect(await owner.screen.getByText('page context is on').count()).toBe(0)
  await button('Look up').click()
  await owner.screen.getByText('Paste the id of a session.').waitFor()
  await owner.page.getByRole('link', { name: 'Change it in the persona' }).click()
  await owner.page.waitForURL(/#\/demo\/persona$/)
  expect(owner.complaints).toEqual([])
})

someDays('an unknown session is explained in a sentence, whatever was pasted', async () => {
  owner = await signedInOwner(browsing)
  await owner.go('demo/privacy')
  await owner.screen.getByLabel('Session', { exact: true }).fill('../../sites')
  await button('Look up').click()
  await owner.screen.getByRole('alert').getByText('No conversation is kept under this id').waitFor()
  expect(owner.complaints).toEqual([])
  await owner.screen.getByLabel('Session', { exact: true }).fill('nobody')
  await button('Look up').click()
  await owner.screen.getByRole('alert').getByText('No conversation is kept under this id').waitFor()
  // The browser logs a 404 by itself.
  expect(owner.complaints.filter((text) => !text.includes('404'))).toEqual([])
})

someDays.for(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
  owner = await signedInOwner(browsing, { colorScheme })
  await owner.go(`demo/privacy/${await listed}`)
  await found().waitFor()
  await owner.screen.getByText('30 days', { exact: true }).waitFor()
  expect(await violations(owner.page, 'body')).toEqual([])
  await button('Erase…').click()
  await owner.page.getByRole('dialog').waitFor()
  expect(await violations(owner.page, 'dialog')).toEqual([])
  expect(owner.complaints).toEqual([])
})

someDays('on a phone, in Chinese, nothing is wider than the screen', async () => {
  owner = await signedInOwner(browsing, { locale: 'zh-CN', viewport: { width: 390, height: 844 } })
  await owner.go(`demo/privacy/${await listed}`)
  await owner.screen.getByRole('region', { name: '这段对话' }).waitFor()
  await owner.screen.getByText('30 天', { exact: true }).waitFor()
  expect(await owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('a session is found by the address of its transcript, exported as a file, and erased permanently', async () => {
  const session = await listed
  owner = await signedInOwner(browsing)
  await owner.go('demo/privacy')
  const field = owner.screen.getByLabel('Session', { exact: true })
  await field.fill(`${browsing.demo.workerUrl}/console/#/demo/transcripts/${session}`)
  await owner.page.keyboard.press('Enter')
  await found().getByText(QUESTION).waitFor()

  const text = await saved('Download as text')
  expect(text.name).toBe(`demo-${session}.md`)
  expect(text.text).toContain(`**Question**\n\n${QUESTION}\n\n**Answer**\n\n`)
  const json = await saved('Download JSON')
  const kept: Transcript = JSON.parse(json.text)
  expect(kept).toMatchObject({ session, turns: [{ question: QUESTION, state: 'complete' }] })
  expect(text.text).toContain(kept.turns[0]?.answer)

  await button('Erase…').click()
  const dialog = owner.page.getByRole('dialog')
  const address = `**/v1/owner/sites/demo/transcripts/${session}`
  await owner.page.route(address, (route) => route.abort(), { times: 1 })
  await dialog.getByRole('button', { name: 'Erase permanently' }).click()
  await dialog.getByRole('alert').getByText('cannot be reached').waitFor()
  await dialog.getByRole('button', { name: 'Erase permanently' }).click()
  await owner.screen.getByRole('status').getByText('The conversation is erased.').waitFor()
  expect(await found().count()).toBe(0)
  await expect.poll(() => field.evaluate((input) => input === document.activeElement)).toBe(true)

  await field.fill(session)
  await button('Look up').click()
  await owner.screen.getByText('No conversation is kept under this id').waitFor()
  const { sessions } = await worker<TranscriptPage>('/sites/demo/transcripts')
  expect(sessions).toEqual([])
})
