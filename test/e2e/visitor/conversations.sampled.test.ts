/** A visitor's conversations: going back to one, taking one along, having them all erased. */
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import { quiet } from '../../support/running/quiet.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'
import { PATIENT } from '../../support/sampling/patient.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let upstream: TellingUpstream
let browsing: Browsing

beforeAll(async () => {
  upstream = await startTellingUpstream((_, messages) => ({ text: `About ${messages.at(-1)?.content}.` }))
  browsing = await browse({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' })
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

async function someone(...questions: readonly string[]): Promise<Visitor> {
  const visitor = await browsing.visitor({ pageLanguage: 'en', acceptDownloads: true })
  await visitor.open()
  for (const question of questions) await say(visitor, question)
  return visitor
}

async function say(visitor: Visitor, question: string): Promise<void> {
  await visitor.ask(question)
  await expect.poll(() => visitor.answers.last().textContent()).toBe(`About ${question}.`)
  await visitor.settled()
}

const button = ({ panel }: Visitor, name: string | RegExp) => panel.getByRole('button', { name })
const menuButton = (visitor: Visitor) => button(visitor, 'Conversations and privacy')
async function openMenu(visitor: Visitor): Promise<void> {
  await menuButton(visitor).click()
  // The menu is fetched when it is opened, and what it always offers comes last.
  await visitor.panel.locator('.menu').getByRole('heading', { name: 'Forget me' }).waitFor()
}
const questions = ({ panel }: Visitor) => panel.locator('.question').allTextContents()
const remembered = ({ page }: Visitor) => page.evaluate(() => localStorage.getItem('inglenook:demo'))

test('a visitor can go back to an earlier conversation and continue it, also after a reload', async () => {
  const visitor = await someone('apples', 'pears')
  await button(visitor, 'New conversation').click()
  await expect.poll(() => questions(visitor)).toEqual([])
  await say(visitor, 'oceans')

  await visitor.page.reload()
  await visitor.open()
  await expect.poll(() => questions(visitor)).toEqual(['oceans'])
  await openMenu(visitor)
  await expect.poll(() => visitor.panel.locator('.entry span').allTextContents()).toEqual(['oceans', 'apples'])
  await button(visitor, /^apples/).click()
  await expect.poll(() => questions(visitor)).toEqual(['apples', 'pears'])
  await say(visitor, 'plums')
  // The model hears the conversation that was gone back to, and nothing of the other one.
  expect(upstream.asked.at(-1)?.map(({ content }) => content)).toEqual([
    expect.any(String),
    'apples',
    'About apples.',
    'pears',
    'About pears.',
    'plums',
  ])
  await openMenu(visitor)
  await button(visitor, /^oceans/).click()
  await expect.poll(() => questions(visitor)).toEqual(['oceans'])
  await visitor.context.close()
})

someDays('a conversation from before titles and times stays in the list', async () => {
  const visitor = await someone('apples')
  await visitor.page.evaluate(() => {
    const { token } = JSON.parse(localStorage.getItem('inglenook:demo') ?? '{}')
    localStorage.setItem('inglenook:demo', JSON.stringify({ token, outbox: [] }))
  })
  await visitor.page.reload()
  await visitor.open()
  await expect.poll(() => questions(visitor)).toEqual(['apples'])
  await button(visitor, 'New conversation').click()
  await say(visitor, 'oceans')
  await openMenu(visitor)
  const entries = visitor.panel.locator('.entry')
  await expect.poll(() => entries.count()).toBe(2)
  expect(await entries.last().textContent()).toMatch(/\p{L}/u)
  expect(await entries.last().textContent()).not.toContain('1970')
  await entries.last().click()
  await expect.poll(() => questions(visitor)).toEqual(['apples'])
  await visitor.context.close()
})

someDays('when two tabs ask their first questions at the same moment, neither loses its conversation', async () => {
  const first = await browsing.visitor({ pageLanguage: 'en' })
  const second = await first.tab()
  await first.open()
  await second.open()
  await Promise.all([
    first.page.evaluate(`inglenook('send', 'apples')`),
    second.page.evaluate(`inglenook('send', 'oceans')`),
  ])
  for (const [tab, question] of [
    [first, 'apples'],
    [second, 'oceans'],
  ] as const) {
    await tab.panel.getByText(`About ${question}.`).waitFor()
    await tab.settled()
  }
  // Both in one, or both in the list.
  const bothAreThere = async () => {
    const shown = await questions(first)
    const stored = String(await first.page.evaluate(`Object.values(window.localStorage).join()`))
    const both = ['apples', 'oceans']
    return both.every((question) => shown.includes(question)) || both.every((question) => stored.includes(question))
  }
  await expect.poll(bothAreThere, PATIENT).toBe(true)
  await first.page.reload()
  await first.open()
  await expect.poll(() => questions(first)).not.toEqual([])
  const held = await questions(first)
  await openMenu(first)
  const listed = await first.panel.locator('.entry span').allTextContents()
  for (const question of ['apples', 'oceans'])
    expect(held.includes(question) || listed.includes(question), `${question}: ${held} ${listed}`).toBe(true)
  await first.context.close()
})

someDays('another tab follows to the conversation that is reopened', async () => {
  const first = await someone('apples')
  await button(first, 'New conversation').click()
  await say(first, 'oceans')
  const second = await first.tab()
  await second.open()
  await expect.poll(() => questions(second)).toEqual(['oceans'])
  await openMenu(first)
  await button(first, /^apples/).click()
  await expect.poll(() => questions(second)).toEqual(['apples'])
  await first.context.close()
})

someDays('a conversation can be downloaded as text and as JSON', async () => {
  const visitor = await someone('apples', 'pears')
  await openMenu(visitor)
  const download = async (name: string) => {
    const [file] = await Promise.all([visitor.page.waitForEvent('download'), button(visitor, name).click()])
    return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') }
  }
  const text = await download('Download as text')
  expect(text.name).toMatch(/^百晓生 \d{4}-\d\d-\d\d\.md$/)
  expect(text.text).toMatch(/\*\*You\*\*[^]*apples[^]*About apples\.[^]*pears[^]*About pears\./)
  const json = await download('Download as JSON')
  expect(json.name).toMatch(/\.json$/)
  expect(JSON.parse(json.text)).toMatchObject([
    { question: 'apples', answer: 'About apples.', state: 'complete' },
    { question: 'pears', answer: 'About pears.', state: 'complete' },
  ])
  await visitor.context.close()
})

test('forget me erases every conversation here and at the Worker; it asks first, and can be cancelled', async () => {
  const visitor = await someone('apples')
  await button(visitor, 'New conversation').click()
  await say(visitor, 'oceans')
  const kept: { token: string; others: { token: string }[] } = JSON.parse((await remembered(visitor)) ?? '{}')
  const tokens = [kept.token, ...kept.others.map(({ token }) => token)]
  expect(tokens).toHaveLength(2)

  await openMenu(visitor)
  await button(visitor, 'Forget me').click()
  await button(visitor, 'Cancel').click()
  expect(await remembered(visitor)).not.toBeNull()

  // A Worker that cannot be reached: nothing is called erased.
  await visitor.context.setOffline(true)
  await button(visitor, 'Forget me').click()
  await button(visitor, 'Erase everything').click()
  await visitor.panel.getByText('Not everything could be erased').waitFor()
  await visitor.context.setOffline(false)
  await button(visitor, 'Erase everything').click()
  await visitor.panel.getByText('Everything has been erased.').waitFor()

  expect(await remembered(visitor)).toBeNull()
  await expect.poll(() => questions(visitor)).toEqual([])
  for (const token of tokens) {
    const response = await fetch(`${browsing.demo.workerUrl}/v1/session`, {
      headers: { authorization: `Bearer ${token}`, origin: browsing.demo.pageUrl },
    })
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ error: { code: 'session_forgotten' } })
  }
  await visitor.page.keyboard.press('Escape')
  await say(visitor, 'again')
  await visitor.context.close()
})

someDays('Escape closes the menu, and the focus goes back to its button', async () => {
  const visitor = await someone('apples')
  await openMenu(visitor)
  await visitor.panel.getByText('Your conversations').waitFor()
  await visitor.page.keyboard.press('Escape')
  await visitor.panel.getByText('Your conversations').waitFor({ state: 'detached' })
  const opener = menuButton(visitor)
  await expect.poll(() => opener.evaluate((element) => element.matches(':focus'))).toBe(true)
  await expect.poll(() => visitor.panel.isVisible()).toBe(true)
  await visitor.context.close()
})

someDays('a menu that cannot be loaded says so, and opens on the next try', async () => {
  const visitor = await someone('apples')
  await visitor.context.route('**/inglenook/menu-*', (route) => route.abort())
  await menuButton(visitor).click()
  await visitor.panel.getByRole('alert').getByText('Check your network').waitFor()
  await visitor.context.unroute('**/inglenook/menu-*')
  await button(visitor, 'Try again').click()
  await visitor.panel.getByText('Your conversations').waitFor()
  // Once it has come, it opens without the network.
  await visitor.page.keyboard.press('Escape')
  await visitor.context.setOffline(true)
  await openMenu(visitor)
  await visitor.panel.getByText('Your conversations').waitFor()
  await visitor.context.close()
})

someDays('a conversation across midnight shows where the day changes', async () => {
  const visitor = await someone('late', 'early')
  expect(await visitor.panel.locator('.day').count()).toBe(0)
  // The Worker's own answer, but that the first question was asked a day before.
  await visitor.context.route('**/v1/session', async (route) => {
    const response = await route.fetch()
    const history: { turns: { createdAt: string }[] } = await response.json()
    for (const turn of history.turns.slice(0, 1)) {
      turn.createdAt = new Date(Date.parse(turn.createdAt) - 24 * 60 * 60 * 1000).toISOString()
    }
    await route.fulfill({ response, json: history })
  })
  await visitor.page.reload()
  await visitor.open()
  await expect.poll(() => visitor.panel.locator('.day').allTextContents()).toEqual(['Yesterday', 'Today'])
  expect(await visitor.panel.locator('.turn time').first().textContent()).toMatch(/^\d{1,2}:\d\d/)
  await visitor.context.close()
})

someDays('a question that waits for the network stays with its conversation, whatever another tab does', async () => {
  const first = await someone('apples')
  const second = await first.tab()
  await second.open()
  await first.context.setOffline(true)
  await first.ask('pears')
  await button(second, 'New conversation').click()
  await expect.poll(() => questions(first)).toEqual([])
  await first.context.setOffline(false)
  await openMenu(second)
  expect(await second.panel.locator('[aria-current=true]').count()).toBe(0)
  await button(second, /^apples/).click()
  await expect.poll(() => questions(second)).toEqual(['apples', 'pears'])
  await expect.poll(() => second.answers.last().textContent()).toBe('About pears.')
  await first.context.close()
})

someDays('forget me also erases a question that has not been sent yet', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.open()
  await visitor.context.setOffline(true)
  await visitor.page.evaluate(() => localStorage.clear())
  await visitor.ask('secret')
  await expect.poll(() => remembered(visitor)).toContain('secret')
  await visitor.context.setOffline(false)
  await openMenu(visitor)
  await button(visitor, 'Forget me').click()
  await button(visitor, 'Erase everything').click()
  await visitor.panel.getByText('Everything has been erased.').waitFor()
  expect(await remembered(visitor)).toBeNull()
  await expect.poll(() => questions(visitor)).toEqual([])
  await visitor.context.close()
})

someDays('two people at one browser never see each other’s conversations, in tabs or after a change', async () => {
  const anna = await someone()
  const identify = (visitor: Visitor, who: string) => visitor.page.evaluate(`inglenook('identify', '${who}')`)
  await identify(anna, 'anna')
  await say(anna, 'apples')
  const bob = await anna.tab()
  await bob.open()
  await identify(bob, 'bob')
  await expect.poll(() => questions(bob)).toEqual([])
  await bob.panel.evaluate((panel) => {
    const seen: string[] = []
    const look = () => panel.textContent.includes('pears') && seen.push(panel.textContent)
    new MutationObserver(look).observe(panel, { childList: true, characterData: true, subtree: true })
    Object.assign(window, { seen })
  })
  await say(anna, 'pears')
  // Had the other tab been told, it would have drawn it by now.
  await quiet(bob.page)
  expect(await bob.page.evaluate(() => ('seen' in window ? window.seen : undefined))).toEqual([])

  await bob.composer.fill('half a thought')
  await identify(bob, 'anna')
  await expect.poll(() => questions(bob)).toEqual(['apples', 'pears'])
  await expect.poll(() => bob.composer.inputValue()).toBe('')
  await identify(bob, '')
  await expect.poll(() => questions(bob)).toEqual([])
  await expect.poll(() => bob.page.locator('[aria-live=polite]').textContent()).toBe('')
  await anna.context.close()
})

someDays('a session that is renewed in one tab is used in the other, and nothing is mixed up', async () => {
  const first = await someone('apples')
  const second = await first.tab()
  await second.open()
  await expect.poll(() => questions(second)).toEqual(['apples'])
  const { token } = JSON.parse((await remembered(first)) ?? '{}')
  await fetch(`${browsing.demo.workerUrl}/v1/session`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}`, origin: browsing.demo.pageUrl },
  })
  await say(first, 'pears')
  await expect.poll(() => questions(first)).toEqual(['pears'])
  await expect.poll(() => questions(second)).toEqual(['pears'])
  await say(second, 'plums')
  await expect.poll(() => questions(first)).toEqual(['pears', 'plums'])
  await first.context.close()
})

someDays('the focus stays in the panel when a button disappears, and is not taken from the page', async () => {
  const visitor = await someone('apples')
  await button(visitor, 'New conversation').click()
  await expect.poll(() => visitor.composer.evaluate((field) => field.matches(':focus'))).toBe(true)
  await visitor.page.locator('#mail').focus()
  await visitor.page.evaluate(`inglenook('close')`)
  await visitor.panel.waitFor({ state: 'hidden' })
  expect(await visitor.page.locator('#mail').evaluate((field) => field.matches(':focus'))).toBe(true)
  await visitor.context.close()
})
