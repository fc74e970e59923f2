/** Nothing moves under a reader's eyes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const PARAGRAPH = `A paragraph with **strong** words, \`code\` and a [link](https://example.com/page) to fill some lines.\n\n`
const LONG = PARAGRAPH.repeat(30)
/** 2,000 chunks of it, list and table and code among them. */
const FLOOD =
  `${PARAGRAPH.repeat(40)}\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n\`\`\`js\nconst a = 1\n\`\`\`\n\n`.repeat(
    4,
  )
const CHUNKS = 2000
const LINKS = `See [our evenings](/evenings), [a review](https://reviews.example/one) and [the desk](tel:+4930123456).`
const PICTURE = `![${'a picture of our garden '.repeat(8)}](https://pictures.example/garden.png)`
const GREETING = 'Hello! Our **policies** are [here](/policies).'
/** Grows by more than a screen when plain text becomes Markdown, and shrinks by some of it. */
const RICH = `${PARAGRAPH.repeat(2)}- one\n  - deeper\n    - and deeper\n- two\n\n${'| a | b | c |\n| - | - | - |\n'}${'| a number of words | some more words | as many words |\n'.repeat(5)}\n\`\`\`js\n${'const a = 1\n'.repeat(9)}\`\`\`\n`

let upstream: TellingUpstream
let browsing: Browsing
let goOn: () => void = () => {}

beforeAll(async () => {
  upstream = await startTellingUpstream((_, messages) => {
    switch (messages.at(-1)?.content) {
      case 'flood':
        return { text: FLOOD, piece: Math.ceil(FLOOD.length / CHUNKS), milliseconds: 3 }
      case 'links':
        return { text: LINKS }
      case 'picture':
        return { text: PICTURE }
      case 'pause':
        return { text: LONG, until: new Promise((resolve) => (goOn = resolve)) }
      case 'some':
        return { text: PARAGRAPH.repeat(3) }
      case 'rich':
        return { text: RICH }
      case 'long':
        return { text: LONG, piece: 20, milliseconds: 15 }
      default:
        return { text: 'Short.' }
    }
  })
  browsing = await browse({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' }, { greeting: GREETING })
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

const viewport = ({ panel }: Visitor) => panel.locator('.viewport')
const pill = ({ panel }: Visitor) => panel.getByRole('button', { name: 'Jump to latest' })
/** How far below the view's upper edge the last question stands. */
const questionTop = (visitor: Visitor) =>
  viewport(visitor).evaluate((view) => {
    const question = [...view.querySelectorAll('.question')].at(-1)
    return Math.round((question?.getBoundingClientRect().top ?? NaN) - view.getBoundingClientRect().top)
  })
const below = (visitor: Visitor) =>
  viewport(visitor).evaluate((view) => Math.round(view.scrollHeight - view.scrollTop - view.clientHeight))

async function reader(): Promise<Visitor> {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.open()
  return visitor
}

test('a question moves to the top of the view and stays there while its answer grows past the end', async () => {
  const visitor = await reader()
  await visitor.ask('long')
  await visitor.settled()
  await visitor.ask('long')
  await expect.poll(() => questionTop(visitor)).toBeLessThan(30)
  const top = await questionTop(visitor)
  expect(top).toBeGreaterThanOrEqual(0)
  await pill(visitor).waitFor()
  expect(await questionTop(visitor)).toBe(top)
  await visitor.settled()
  expect(await questionTop(visitor)).toBe(top)
  await pill(visitor).click()
  await expect.poll(() => below(visitor)).toBeLessThan(2)
  await pill(visitor).waitFor({ state: 'detached' })
  await visitor.context.close()
})

test('a reader at the end follows the answer, and a reader who scrolls away is left alone', async () => {
  const visitor = await reader()
  await visitor.ask('long')
  await pill(visitor).waitFor()
  await pill(visitor).click()
  const height = () => viewport(visitor).evaluate((view) => view.scrollHeight)
  const before = await height()
  await expect.poll(height).toBeGreaterThan(before + 100)
  await expect.poll(() => below(visitor)).toBeLessThan(60)
  await viewport(visitor).hover()
  await visitor.page.mouse.wheel(0, -200)
  await pill(visitor).waitFor()
  await visitor.context.close()
})

test('a conversation that is opened again starts at its end, without a hint of more below', async () => {
  const visitor = await reader()
  for (let turn = 1; turn <= 5; turn += 1) {
    await visitor.ask('rich')
    await visitor.answers.nth(turn - 1).waitFor()
    await visitor.settled()
  }
  await visitor.page.reload()
  await visitor.open()
  await visitor.answers.nth(4).locator('pre').waitFor()
  await expect.poll(() => below(visitor)).toBeLessThan(2)
  expect(await pill(visitor).count()).toBe(0)
  await visitor.context.close()
})

someDays(
  'what the chat itself adds below an answer is scrolled into view, and no button says that there is more',
  async () => {
    const visitor = await reader()
    await visitor.ask('rich')
    await visitor.answers.locator('pre').waitFor()
    await visitor.settled()
    await visitor.ask('some')
    await visitor.answers.nth(1).locator('a').nth(2).waitFor()
    await visitor.settled()
    // The question stands at the top, and the view ends right below the answer's tools.
    await viewport(visitor).evaluate((view) => {
      const tools = [...view.querySelectorAll('.actions')].at(-1)?.getBoundingClientRect().bottom ?? NaN
      const { top, height } = view.getBoundingClientRect()
      const panel = view.closest('.panel')?.clientHeight ?? NaN
      document.documentElement.style.setProperty('--inglenook-height', `${panel - height + tools - top + 4}px`)
    })
    await visitor.panel.getByRole('button', { name: 'Good answer' }).last().click()
    const isInView = (part: string) =>
      visitor.panel.locator(part).evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect()
        const view = element.closest('.viewport')?.getBoundingClientRect()
        return view !== undefined && top >= view.top - 1 && bottom <= view.bottom + 1
      })
    await expect.poll(() => isInView('.comment')).toBe(true)
    await visitor.panel.getByRole('textbox', { name: /What was good/ }).fill('It was quick.')
    expect(await isInView('.comment')).toBe(true)
    expect(await pill(visitor).count()).toBe(0)

    await visitor.panel.getByRole('button', { name: 'Cancel' }).click()
    await visitor.panel.locator('.asked').last().hover()
    await visitor.panel.getByRole('button', { name: 'Edit question' }).click()
    await expect.poll(() => isInView('.editor')).toBe(true)
    expect(await pill(visitor).count()).toBe(0)
    await visitor.context.close()
  },
)

someDays('the button disappears when everything below fits, without a scroll', async () => {
  const visitor = await reader()
  await visitor.page.setViewportSize({ width: 1280, height: 420 })
  await visitor.ask('rich')
  await pill(visitor).waitFor()
  await visitor.settled()
  await visitor.page.setViewportSize({ width: 1280, height: 1600 })
  await visitor.page.evaluate(() => document.documentElement.style.setProperty('--inglenook-height', '1400px'))
  await pill(visitor).waitFor({ state: 'detached' })
  await visitor.context.close()
})

test('links to the page’s own origin open in the same tab, others say where they lead, and copying leaves that out', async () => {
  const visitor = await reader()
  await visitor.ask('links')
  const own = visitor.answers.getByRole('link', { name: 'our evenings', exact: true })
  await own.waitFor()
  await visitor.settled()
  expect(await own.getAttribute('href')).toBe(new URL('/evenings', visitor.page.url()).href)
  expect(await own.getAttribute('target')).toBeNull()
  const other = visitor.answers.getByRole('link', { name: 'a review , reviews.example', exact: true })
  expect(await other.getAttribute('rel')).toBe('noopener noreferrer nofollow ugc')
  const desk = visitor.answers.getByRole('link', { name: 'the desk , +4930123456', exact: true })
  expect(await desk.getAttribute('href')).toBe('tel:+4930123456')
  await visitor.answers.locator('p').click({ clickCount: 3, position: { x: 5, y: 5 } })
  expect(await visitor.page.evaluate(() => getSelection()?.toString().trim())).toBe(
    'See our evenings, a review and the desk.',
  )
  await visitor.context.close()
})

someDays('a picture’s name is one box, however many lines it takes', async () => {
  const visitor = await reader()
  await visitor.ask('picture')
  const chip = visitor.answers.locator('.chip')
  await chip.waitFor()
  const box = await chip.evaluate((element) => ({
    boxes: element.getClientRects().length,
    lines: element.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(element).lineHeight),
  }))
  expect(box.boxes).toBe(1)
  expect(box.lines).toBeGreaterThan(2)
  await visitor.context.close()
})

test('the next page of a tab finds the chat as it was left, and nothing is stored about a visitor who only looked', async () => {
  const visitor = await reader()
  const kept = () => visitor.page.evaluate(() => Object.keys(sessionStorage))
  expect(await kept()).toEqual([])
  await visitor.ask('short')
  await visitor.answers.first().waitFor()
  await visitor.settled()
  await visitor.composer.fill('half a question')
  await visitor.page.reload()
  await visitor.answers.first().waitFor()
  expect(await visitor.composer.inputValue()).toBe('half a question')
  expect(await visitor.page.evaluate(() => document.activeElement === document.body)).toBe(true)
  await visitor.panel.getByRole('button', { name: 'Close chat' }).click()
  await visitor.page.reload()
  await visitor.launcher.and(visitor.page.locator('[aria-expanded=false]')).waitFor()
  await visitor.open()
  expect(await visitor.composer.inputValue()).toBe('half a question')
  await visitor.context.close()
})

someDays('an answer that ends on the next page, with its panel closed, counts as new there', async () => {
  const visitor = await reader()
  await visitor.ask('pause')
  await visitor.answers.first().waitFor()
  await visitor.panel.getByRole('button', { name: 'Close chat' }).click()
  await visitor.page.reload()
  goOn()
  await visitor.page.locator('.badge', { hasText: '1' }).waitFor()
  await visitor.context.close()
})

someDays('on a phone, a link to the page’s own origin shows the page', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en', viewport: { width: 390, height: 844 } })
  await visitor.open()
  await visitor.panel.locator('.greeting').getByRole('link', { name: 'here' }).click()
  await visitor.page.waitForURL('**/policies')
  await visitor.context.close()
})

someDays('the greeting is also Markdown, and its links work', async () => {
  const visitor = await reader()
  const link = visitor.panel.locator('.greeting').getByRole('link', { name: 'here', exact: true })
  await link.waitFor()
  expect(await visitor.panel.locator('.greeting strong').textContent()).toBe('policies')
  await visitor.context.close()
})

someDays('while an answer pauses, something shows that it continues', async () => {
  const visitor = await reader()
  await visitor.ask('pause')
  await visitor.answers.first().waitFor()
  await expect.poll(() => visitor.panel.getByRole('img', { name: /is writing/ }).isVisible()).toBe(true)
  goOn()
  await visitor.settled()
  expect(await visitor.panel.locator('.typing').count()).toBe(0)
  await visitor.context.close()
})

someDays('a wide table keeps each row on one line, and the lists of an answer begin with discs', async () => {
  const visitor = await reader()
  await visitor.ask('rich')
  await visitor.answers.locator('pre').waitFor()
  const row = await visitor.answers.locator('tbody tr').first().boundingBox()
  expect(row?.height).toBeLessThan(45)
  const bullets = await visitor.answers
    .locator('ul')
    .evaluateAll((lists) => lists.map((list) => getComputedStyle(list).listStyleType))
  expect(bullets).toEqual(['disc', 'circle', 'square'])
  await visitor.context.close()
})

someDays('a question that is answered before the rest of the widget loads also begins at the top', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  const { page } = visitor
  let goOn = () => {}
  const isAnswered = new Promise<void>((resolve) => (goOn = resolve))
  await page.route('**/inglenook/turns-*', async (route) => {
    await isAnswered
    await route.continue()
  })
  await visitor.open()
  await page.evaluate(`void inglenook('on', 'message:complete', () => document.body.setAttribute('data-answered', ''))`)
  await visitor.ask('long')
  await page.locator('body[data-answered]').waitFor()
  goOn()
  await pill(visitor).waitFor()
  expect(await questionTop(visitor)).toBeGreaterThanOrEqual(0)
  await visitor.context.close()
})

someDays('on paper there is neither launcher nor panel, however little of the panel has loaded', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.page.route('**/inglenook/turns-*', (route) => route.abort())
  await visitor.open()
  expect(await visitor.panel.isVisible()).toBe(true)
  await visitor.page.emulateMedia({ media: 'print' })
  expect(await visitor.launcher.isVisible()).toBe(false)
  expect(await visitor.panel.isVisible()).toBe(false)
  await visitor.context.close()
})

someDays('a short answer does not move anything', async () => {
  const visitor = await reader()
  await visitor.ask('short')
  await visitor.settled()
  const greeting = await visitor.panel.locator('.greeting').boundingBox()
  expect(greeting?.y).toBeGreaterThan(0)
  expect(await viewport(visitor).evaluate((view) => view.scrollTop)).toBe(0)
  expect(await pill(visitor).count()).toBe(0)
  await visitor.context.close()
})

someDays(
  'while 2,000 chunks arrive, the first visible line of a reader 300 px above the end does not move by a pixel',
  async () => {
    const visitor = await reader()
    await visitor.ask('flood')
    // Until the Markdown renderer has arrived, all of it is one paragraph.
    await visitor.answers.locator('p').nth(3).waitFor()
    await pill(visitor).click()
    await expect.poll(() => viewport(visitor).evaluate((view) => view.scrollTop)).toBeGreaterThan(600)
    const box = await viewport(visitor).boundingBox()
    await visitor.page.mouse.move((box?.x ?? 0) + 50, (box?.y ?? 0) + 50)
    await visitor.page.mouse.wheel(0, -300)
    await pill(visitor).waitFor()

    // From here on, every frame: where the first visible line stands.
    const watched = viewport(visitor).evaluate(async (view) => {
      const edge = view.getBoundingClientRect().top
      const first = [...view.querySelectorAll('.answer > * > *')].find(
        (block) => block.getBoundingClientRect().top >= edge,
      )
      if (!first) throw new Error('no line is in view')
      const tops = new Set<number>()
      const heights: number[] = []
      const root = view.getRootNode()
      if (!(root instanceof ShadowRoot)) throw new Error('the view is in no shadow root')
      while (root.querySelector('.stop')) {
        await new Promise(requestAnimationFrame)
        tops.add(first.getBoundingClientRect().top)
        heights.push(view.scrollHeight)
      }
      return { tops: [...tops], grown: (heights.at(-1) ?? 0) - (heights[0] ?? 0), frames: heights.length }
    })
    const { tops, grown, frames } = await watched
    // A busy machine draws few.
    expect(frames).toBeGreaterThan(15)
    expect(grown).toBeGreaterThan(5000)
    expect(tops).toHaveLength(1)
    await visitor.context.close()
  },
)
