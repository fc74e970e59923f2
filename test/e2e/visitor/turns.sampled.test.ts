/** What a visitor can do with a question and its answer. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Turn } from '../../../protocol/schemas/turn.ts'
import { browse, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import { quiet } from '../../support/running/quiet.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let upstream: TellingUpstream
let browsing: Browsing
let slowly = 0
let held: Promise<void> | undefined

beforeAll(async () => {
  upstream = await startTellingUpstream((n, messages) => ({
    text: `Answer ${n} to **${messages.at(-1)?.content}**.`,
    milliseconds: slowly,
    piece: 3,
    until: held,
  }))
  browsing = await browse({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' })
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

async function asked(question: string, options = {}): Promise<Visitor> {
  upstream.asked.length = 0
  const visitor = await browsing.visitor({ pageLanguage: 'en', ...options })
  await visitor.open()
  await visitor.ask(question)
  await visitor.answers.first().waitFor()
  await visitor.settled()
  return visitor
}

/** What is asked from here on is answered in part, until the function that it returns is called. */
function holdAnswers(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  held = promise
  return () => {
    held = undefined
    resolve()
  }
}

const answer = ({ answers }: Visitor) => answers.last().textContent()
const button = ({ panel }: Visitor, name: string) => panel.getByRole('button', { name, exact: true })
/** The first turn, as the Worker has it. */
const stored = ({ page }: Visitor): Promise<Turn | undefined> =>
  page.evaluate(async (worker) => {
    const { token } = JSON.parse(localStorage.getItem('inglenook:demo') ?? '{}')
    const response = await fetch(`${worker}/v1/session`, { headers: { authorization: `Bearer ${token}` } })
    return (await response.json()).turns[0]
  }, browsing.demo.workerUrl)
/** The questions that the page still has to send. */
const outbox = ({ page }: Visitor) =>
  page.evaluate<unknown[]>(`JSON.parse(localStorage.getItem('inglenook:demo')).outbox`)
const reopen = async (visitor: Visitor) => {
  await visitor.page.reload()
  await visitor.open()
  await visitor.answers.first().waitFor()
}

test('another answer replaces the first, which stays available, also after a reload', async () => {
  const visitor = await asked('why?')
  await expect.poll(() => answer(visitor)).toBe('Answer 0 to why?.')
  await button(visitor, 'Answer again').click()
  await expect.poll(() => answer(visitor)).toBe('Answer 1 to why?.')
  await visitor.settled()
  // The same question with the same history: the answer that was not liked is not in it.
  expect(upstream.asked[1]).toEqual(upstream.asked[0])

  for (const round of ['before', 'after']) {
    await visitor.panel.getByRole('group', { name: 'Answer 2 of 2' }).waitFor()
    await button(visitor, 'Previous answer').click()
    await expect.poll(() => answer(visitor), { message: round }).toBe('Answer 0 to why?.')
    expect(await button(visitor, 'Previous answer').isDisabled()).toBe(true)
    await button(visitor, 'Next answer').click()
    await expect.poll(() => answer(visitor), { message: round }).toBe('Answer 1 to why?.')
    if (round === 'before') await reopen(visitor)
  }
  await expect.poll(() => visitor.panel.locator('.turn').count()).toBe(1)
  await visitor.context.close()
})

someDays('the last question can be reworded; the first wording stays with its answer', async () => {
  const visitor = await asked('what is the captal?')
  await visitor.panel.locator('.turn').last().hover()
  await button(visitor, 'Edit question').click()
  const editor = visitor.panel.getByRole('textbox', { name: 'Edit question' })
  expect(await editor.inputValue()).toBe('what is the captal?')
  await editor.fill('what is the capital?')
  await editor.press('Enter')
  await expect.poll(() => answer(visitor)).toBe('Answer 1 to what is the capital?.')
  await visitor.settled()
  expect(upstream.asked[1]?.filter(({ role }) => role === 'user')).toEqual([
    { role: 'user', content: 'what is the capital?' },
  ])

  await reopen(visitor)
  expect(await visitor.panel.locator('.question').allTextContents()).toEqual(['what is the capital?'])
  await button(visitor, 'Previous answer').click()
  await expect.poll(() => visitor.panel.locator('.question').allTextContents()).toEqual(['what is the captal?'])
  await expect.poll(() => answer(visitor)).toBe('Answer 0 to what is the captal?.')

  // What is asked next goes with the new wording.
  await visitor.ask('and then?')
  await visitor.answers.nth(1).waitFor()
  await visitor.settled()
  expect(upstream.asked[2]?.map(({ content }) => content)).toEqual([
    expect.any(String),
    'what is the capital?',
    'Answer 1 to **what is the capital?**.',
    'and then?',
  ])
  await visitor.context.close()
})

someDays('an edit made without a network is sent when the network returns, also by the next page', async () => {
  const visitor = await asked('first wording')
  await visitor.context.setOffline(true)
  await visitor.panel.locator('.turn').last().hover()
  await button(visitor, 'Edit question').click()
  const editor = visitor.panel.getByRole('textbox', { name: 'Edit question' })
  await editor.fill('second wording')
  await editor.press('Enter')
  // It is kept for the next page from the moment it is made.
  await expect.poll(() => outbox(visitor)).toHaveLength(1)
  expect(upstream.asked).toHaveLength(1)
  await visitor.context.setOffline(false)
  await visitor.page.reload()
  await visitor.open()
  await expect.poll(() => answer(visitor)).toBe('Answer 1 to second wording.')
  await visitor.settled()
  expect(upstream.asked).toHaveLength(2)
  await visitor.context.close()
})

someDays('Escape leaves the editor, stops an answer, and closes the panel, in this order', async () => {
  const visitor = await asked('escape')
  const { page, panel } = visitor
  await panel.locator('.turn').last().hover()
  await button(visitor, 'Edit question').click()
  await page.keyboard.press('Escape')
  await panel.getByRole('textbox', { name: 'Edit question' }).waitFor({ state: 'detached' })
  const goOn = holdAnswers()
  await visitor.ask('a long one, please')
  await visitor.answers.nth(1).waitFor()
  await page.keyboard.press('Escape')
  await panel.getByText('You stopped this answer.').waitFor()
  goOn()
  await expect.poll(() => panel.isVisible()).toBe(true)
  // Safari's input methods take back a word with it, and say so with this number only.
  await visitor.composer.evaluate((field) => {
    field.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', keyCode: 229, bubbles: true, composed: true, cancelable: true }),
    )
  })
  await expect.poll(() => panel.isVisible()).toBe(true)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
  await expect.poll(() => visitor.launcher.evaluate((element) => element.matches(':focus'))).toBe(true)
  await visitor.launcher.dblclick()
  await panel.waitFor()
  await visitor.context.close()
})

test('a rating and a comment reach the Worker and are there after a reload; pressing again withdraws them', async () => {
  const visitor = await asked('rate me')
  await visitor.page.evaluate(() => {
    const heard: unknown[] = []
    document.addEventListener('inglenook:feedback', (event) => heard.push(event instanceof CustomEvent && event.detail))
    Object.assign(window, { heard })
  })
  await button(visitor, 'Bad answer').click()
  await visitor.panel.getByRole('textbox', { name: /What was wrong/ }).fill('too short')
  await button(visitor, 'Send comment').click()
  const thanks = visitor.panel.getByText('Thank you for your feedback.')
  await thanks.waitFor()

  expect((await stored(visitor))?.feedback).toMatchObject({ rating: 'down', comment: 'too short' })
  const heard = await visitor.page.evaluate(() => ('heard' in window ? window.heard : undefined))
  expect(heard).toMatchObject([{ rating: 'down' }, { rating: 'down' }])
  await thanks.waitFor({ state: 'detached' })

  await reopen(visitor)
  await expect.poll(() => button(visitor, 'Bad answer').getAttribute('aria-pressed')).toBe('true')
  await button(visitor, 'Bad answer').click()
  await expect.poll(async () => (await stored(visitor))?.feedback).toBeNull()
  await visitor.context.close()
})

someDays('a comment arrives after the rating before it, however long that takes', async () => {
  const visitor = await asked('rate me slowly')
  let isFirst = true
  let arrived = 0
  await visitor.page.route('**/v1/turns/*/feedback', async (route) => {
    if (isFirst) {
      isFirst = false
      await new Promise((resolve) => setTimeout(resolve, 1000))
    }
    const response = await route.fetch()
    arrived += 1
    await route.fulfill({ response })
  })
  await button(visitor, 'Bad answer').click()
  await visitor.panel.getByRole('textbox', { name: /What was wrong/ }).fill('too slow')
  await button(visitor, 'Send comment').click()
  await expect.poll(() => arrived).toBe(2)
  expect((await stored(visitor))?.feedback).toMatchObject({ rating: 'down', comment: 'too slow' })
  await visitor.context.close()
})

someDays('an answer is copied as Markdown', async () => {
  const visitor = await asked('copy', { permissions: ['clipboard-read', 'clipboard-write'] })
  await button(visitor, 'Copy answer').click()
  await button(visitor, 'Copied').waitFor()
  expect(await visitor.page.evaluate(() => navigator.clipboard.readText())).toBe('Answer 0 to **copy**.')
  await visitor.context.close()
})

someDays('an answer that arrives while the panel is closed is counted on the launcher, once', async () => {
  const visitor = await asked('first')
  const goOn = holdAnswers()
  await visitor.ask('second')
  await visitor.answers.nth(1).waitFor()
  await button(visitor, 'Close chat').click()
  goOn()
  const badge = visitor.page.locator('.badge')
  await badge.waitFor()
  expect(await badge.textContent()).toBe('1')
  await expect.poll(() => visitor.launcher.getAttribute('aria-label')).toBe('Open chat, 1 new answer')
  await visitor.open()
  await badge.waitFor({ state: 'hidden' })
  expect(await visitor.launcher.getAttribute('aria-label')).toBe('Close chat')
  await visitor.context.close()
})

someDays('an answer that is stopped before it was requested is not requested later', async () => {
  const visitor = await asked('again')
  slowly = 1000
  await visitor.context.setOffline(true)
  await button(visitor, 'Answer again').click()
  await button(visitor, 'Stop answering').click()
  await visitor.panel.getByText('You stopped this answer.').waitFor()
  await visitor.settled()
  await visitor.context.setOffline(false)
  // The Worker may hear of the wish and of the stop after it; the whole answer does not come.
  await quiet(visitor.page)
  await expect.poll(async () => (await stored(visitor))?.state).not.toBe('streaming')
  expect(await visitor.panel.locator('.turns').textContent()).not.toContain('Answer 1 to again')
  await visitor.context.setOffline(true)
  await visitor.ask('never mind')
  await button(visitor, 'Stop answering').click()
  await visitor.settled()
  // Closing alone would put the page back on the network for its last moments.
  await visitor.page.goto('about:blank')
  await visitor.page.close()
  await visitor.context.setOffline(false)
  slowly = 0
  const next = await visitor.tab()
  await next.open()
  // Of the answer that was wished for there may be no word.
  await next.panel.locator('.question').first().waitFor()
  expect(await next.panel.locator('.question').allTextContents()).toEqual(['again'])
  await visitor.context.close()
})

someDays('an edit that comes too late leaves the question unchanged, and is not sent again', async () => {
  const visitor = await asked('first wording')
  await visitor.panel.locator('.turn').last().hover()
  await button(visitor, 'Edit question').click()
  await visitor.panel.getByRole('textbox', { name: 'Edit question' }).fill('second wording')
  // Another device, say: this page hears nothing of it.
  const kept: { token: string } = await visitor.page.evaluate(`JSON.parse(localStorage.getItem('inglenook:demo'))`)
  const response = await fetch(`${browsing.demo.workerUrl}/v1/turns`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${kept.token}`,
      origin: browsing.demo.pageUrl,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ id: crypto.randomUUID(), text: 'in between' }),
  })
  await response.text()
  await button(visitor, 'Send').first().click()
  await expect.poll(() => answer(visitor)).toBe('Answer 0 to first wording.')
  expect(await visitor.panel.locator('.question').allTextContents()).toEqual(['first wording'])
  await expect.poll(() => outbox(visitor)).toEqual([])
  expect(upstream.asked).toHaveLength(2)
  await visitor.context.close()
})
