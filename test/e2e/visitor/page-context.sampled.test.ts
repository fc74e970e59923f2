/** What of the page goes along with a question, where the owner has turned that on. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let upstream: TellingUpstream
let browsing: Browsing

beforeAll(async () => {
  upstream = await startTellingUpstream(() => ({ text: 'Noted.' }))
  browsing = await browse(
    { OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' },
    {
      pageContext: 'on',
      instructions: 'You help {{visitor.name}} ({{plan}}, {{orderCount}} orders) on {{page.title}}.',
    },
  )
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

async function someone(): Promise<Visitor> {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.page.evaluate(() => history.replaceState(null, '', '/?secret=1#part'))
  return visitor
}

async function heard(visitor: Visitor, question: string): Promise<string> {
  const count = await visitor.answers.count()
  await visitor.ask(question)
  await visitor.answers.nth(count).waitFor()
  await visitor.settled()
  return upstream.asked.at(-1)?.at(-1)?.content ?? ''
}

const note = ({ panel }: Visitor) => panel.locator('.page-note span')

test('title and address are sent, without query and fragment; earlier questions are sent without them', async () => {
  const visitor = await someone()
  await visitor.open()
  await note(visitor).waitFor()
  expect(await note(visitor).textContent()).toContain('拾光书店')
  const first = await heard(visitor, 'what is this?')
  expect(first).toContain('拾光书店')
  expect(first).toContain(`"url":"${browsing.demo.pageUrl}/"`)
  expect(first).toContain('what is this?')
  expect(first).not.toContain('secret')
  await heard(visitor, 'and more?')
  expect(upstream.asked.at(-1)?.find(({ role }) => role === 'user')?.content).toBe('what is this?')
  // What the visitor reads of it is the question alone.
  expect(await visitor.panel.locator('.question').allTextContents()).toEqual(['what is this?', 'and more?'])
  await visitor.context.close()
})

someDays('text selected before the chat was opened is sent, until something else is selected', async () => {
  const visitor = await someone()
  const select = (part: string) => visitor.page.locator(part).click({ clickCount: 3, position: { x: 20, y: 20 } })
  await select('.lead')
  await visitor.open()
  await expect.poll(() => note(visitor).textContent()).toContain('三千本')
  expect(await heard(visitor, 'how many?')).toContain('三千本')
  await select('.hero h1')
  await expect.poll(() => note(visitor).textContent()).toContain('把散落的时光')
  await visitor.context.close()
})

someDays('the visitor can leave out the page', async () => {
  const visitor = await someone()
  await visitor.open()
  await visitor.panel.getByRole('button', { name: 'Leave out the page' }).click()
  await note(visitor).waitFor({ state: 'detached' })
  expect(await heard(visitor, 'just this')).toBe('just this')
  expect(await heard(visitor, 'and this')).toBe('and this')
  await visitor.context.close()
})

someDays('values from the tag and the page fill in the instructions, until the conversation is over', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  await visitor.page.evaluate(() =>
    window.inglenook?.('update', {
      visitorName: 'Ada "the first"',
      variables: { plan: 'pro', order_count: 7 },
    }),
  )
  await visitor.open()
  await note(visitor).waitFor()
  await heard(visitor, 'hello')
  const system = () => upstream.asked.at(-1)?.[0]?.content ?? ''
  const title = await visitor.page.title()
  expect(system()).toContain(`You help "Ada \\"the first\\"" ("pro", "7" orders) on ${JSON.stringify(title)}.`)
  await visitor.page.evaluate(() => window.inglenook?.('update', { variables: { plan: 'free' } }))
  await heard(visitor, 'and now?')
  expect(system()).toContain('("pro", "7" orders)')
  await visitor.panel.getByRole('button', { name: 'New conversation' }).click()
  await heard(visitor, 'once more')
  expect(system()).toContain('("free", "" orders)')
  await visitor.context.close()
})
