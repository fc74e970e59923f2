/** Nothing moves under a reader's eyes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, type Browsing, type Visitor } from '../support/browsing.ts'
import { startTellingUpstream, type TellingUpstream } from '../support/telling-upstream.ts'
import { someDays } from '../support/sampling.ts'

const PARAGRAPH = `A paragraph with **strong** words, \`code\` and a [link](https://example.com/page) to fill some lines.\n\n`
const LONG = PARAGRAPH.repeat(30)
/** 2,000 chunks of it, list and table and code among them. */
const FLOOD =
  `${PARAGRAPH.repeat(40)}\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n\`\`\`js\nconst a = 1\n\`\`\`\n\n`.repeat(
    4,
  )
const CHUNKS = 2000

let upstream: TellingUpstream
let browsing: Browsing

beforeAll(async () => {
  upstream = await startTellingUpstream((_, messages) => {
    switch (messages.at(-1)?.content) {
      case 'flood':
        return { text: FLOOD, piece: Math.ceil(FLOOD.length / CHUNKS), milliseconds: 3 }
      case 'long':
        return { text: LONG, piece: 20, milliseconds: 15 }
      default:
        return { text: 'Short.' }
    }
  })
  browsing = await browse({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' })
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

const viewport = ({ panel }: Visitor) => panel.locator('.viewport')
const pill = ({ panel }: Visitor) => panel.getByRole('button', { name: 'New words below' })
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

test('a question goes to the top of the view and stays there while its answer grows past the end', async () => {
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

test('who goes to the end is taken along, and who leaves it is left alone', async () => {
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

someDays('a short answer leaves everything where it was', async () => {
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
  'while 2,000 chunks arrive, the first line in the view of a reader 300 px up does not move by a pixel',
  async () => {
    const visitor = await reader()
    await visitor.ask('flood')
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
