/** The owner's whole way, from an empty folder to a visitor who meets an older version again. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPageServer, type PageServer } from '../../../demo/page-server.ts'
import { browse, visit, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import { signedInOwner, type Owner } from '../../support/browser/browsing-console.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const FIRST = 'You are Rosalind, who knows every plant in the nursery.'
const SECOND = 'You are Rosalind, and from today you answer in rhyme.'

let upstream: TellingUpstream
let browsing: Browsing
/** The demo page, before anything of ours is on it. */
let shop: PageServer

beforeAll(async () => {
  // It says who it was told to be: what a visitor reads tells which version answered.
  upstream = await startTellingUpstream((_, messages) => ({ text: `Told: ${messages[0]?.content.slice(0, 60)}` }))
  shop = await startPageServer({ port: 0, tag: '' })
  browsing = await browse({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' })
})

afterAll(async () => {
  await browsing?.end()
  await shop?.stop()
  await upstream?.stop()
})

test('sign in, create a site, write, preview, publish, embed, be asked, read it, roll back', async () => {
  const owner = await signedInOwner(browsing)
  await makeSite(owner)
  await write(owner, FIRST)
  await tryOut(owner, FIRST)
  await publish(owner, 2)
  // A preview counts for nothing.
  await owner.go('nursery/usage')
  await owner.screen.getByText('No questions in this period').waitFor()

  const visitor = await visitorOf(await tagOf(owner))
  expect(await answer(visitor, 'Does the rose like shade?')).toBe(told(FIRST))

  await owner.go('nursery/persona')
  await write(owner, SECOND)
  // The draft is the owner's alone until it is published.
  expect(await answer(visitor, 'And the fern?')).toBe(told(FIRST))
  await publish(owner, 3)
  expect(await answer(visitor, 'And the oak?')).toBe(told(SECOND))

  await rollBack(owner)
  expect(await answer(visitor, 'And the thyme?')).toBe(told(FIRST))
  expect(upstream.asked.at(-1)?.filter(({ role }) => role === 'user')).toHaveLength(4)

  await readTranscript(owner)
  await readUsage(owner)
  expect(owner.complaints).toEqual([])
})

const told = (instructions: string): string => `Told: ${instructions.slice(0, 60)}`

async function makeSite({ page, screen }: Owner): Promise<void> {
  const dialog = page.getByRole('dialog')
  await screen.getByRole('button', { name: 'New site' }).first().click()
  await dialog.getByLabel('Site name').fill('nursery')
  await dialog.getByLabel('Allowed origins').fill(address())
  await dialog.getByRole('button', { name: 'Create site' }).click()
  await page.waitForURL(/#\/nursery\/persona$/)
}

async function write({ screen }: Owner, instructions: string): Promise<void> {
  await screen.getByLabel('Instructions').fill(instructions)
  await screen.getByText('Saved', { exact: true }).waitFor()
}

/** The real chat in its frame, on the draft. */
async function tryOut({ page }: Owner, instructions: string): Promise<void> {
  await page.locator('.preview .frame[aria-busy=false]').waitFor()
  const panel = page.frameLocator('iframe').getByRole('dialog')
  await panel.locator('.composer textarea').fill('Who are you?')
  await panel.locator('.composer textarea').press('Enter')
  await expect.poll(() => panel.locator('.turns .answer:not(.typing)').first().textContent()).toBe(told(instructions))
}

async function publish({ page, screen }: Owner, version: number): Promise<void> {
  await screen.getByRole('button', { name: 'Publish…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
  await screen.getByText(`Version ${version} is live`).first().waitFor()
}

async function tagOf(owner: Owner): Promise<string> {
  await owner.go('nursery/embed')
  const tag = await owner.screen.locator('pre').first().textContent()
  expect(tag).toContain('data-site="nursery"')
  return tag ?? ''
}

/** On the demo page, with the tag that the console gives. */
async function visitorOf(tag: string): Promise<Visitor> {
  await shop.stop()
  shop = await startPageServer({ port: shop.port, tag })
  const visitor = await visit(await browsing.browser.newContext({ locale: 'en-GB' }), address())
  await visitor.open()
  return visitor
}

const address = (): string => `http://localhost:${shop.port}`

async function answer(visitor: Visitor, question: string): Promise<string | null> {
  const before = await visitor.answers.count()
  await visitor.ask(question)
  await visitor.answers.nth(before).waitFor()
  await visitor.settled()
  return visitor.answers.nth(before).textContent()
}

async function rollBack(owner: Owner): Promise<void> {
  await owner.go('nursery/persona/versions')
  await owner.screen.getByRole('button', { name: 'Roll back to version 2' }).click()
  await owner.page.getByRole('dialog').getByRole('button', { name: 'Roll back to this version' }).click()
  await owner.screen.getByText('Version 2 is live again').waitFor()
}

async function readTranscript(owner: Owner): Promise<void> {
  await owner.go('nursery/transcripts')
  // A conversation is listed when it has been quiet for some seconds.
  await expect
    .poll(
      async () => {
        await owner.page.reload()
        // The heading comes before the list, or before the sentence that there is none.
        await owner.screen.locator('section.transcripts, .transcripts-empty').first().waitFor()
        return owner.screen.getByRole('link', { name: 'Does the rose like shade?' }).count()
      },
      { timeout: 30_000, interval: 1000 },
    )
    .toBe(1)
  await owner.screen.getByRole('link', { name: 'Does the rose like shade?' }).click()
  for (const question of ['Does the rose like shade?', 'And the fern?', 'And the oak?', 'And the thyme?']) {
    await owner.screen.getByText(question, { exact: true }).first().waitFor()
  }
  await expect.poll(() => owner.screen.getByText(told(FIRST), { exact: true }).count()).toBe(3)
  await expect.poll(() => owner.screen.getByText(told(SECOND), { exact: true }).count()).toBe(1)
}

async function readUsage(owner: Owner): Promise<void> {
  // In UTC a day may have ended since the first question.
  const [from, to] = [1, 0].map((days) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10))
  const response = await fetch(`${browsing.demo.workerUrl}/v1/owner/sites/nursery/usage?from=${from}&to=${to}`, {
    headers: { authorization: `Bearer ${browsing.ownerKey}` },
  })
  const { days }: { days: { personaVersion: number; turns: number }[] } = await response.json()
  expect(days.map(({ personaVersion, turns }) => [personaVersion, turns]).toSorted()).toEqual([
    [2, 3],
    [3, 1],
  ])
  await owner.go('nursery/usage')
  const tile = owner.screen
    .locator('.usage-tiles > div')
    .filter({ has: owner.page.getByText('Questions', { exact: true }) })
  await tile.getByText('4', { exact: true }).waitFor()
}
