/** Somebody who is signed in to the page: one conversation on every device, and nothing of it on any device afterwards. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { identityKeys, proof, seconds } from '../../support/stand-ins/identity-proofs.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const ANSWER = 'The capital of China is Beijing。'

/** Where proof has to be brought, and where it may be. */
let required: EmbedPages
let optional: EmbedPages

beforeAll(async () => {
  const bindings = { IDENTITY_KEYS: identityKeys('acme') }
  required = await servePages(undefined, { settings: { identity: 'required' }, bindings })
  optional = await servePages(undefined, { settings: { identity: 'optional' }, bindings })
})
afterAll(async () => {
  await required?.end()
  await optional?.end()
})

const soon = <Value>(read: () => Value) => expect.poll(read)
const somebody = () => `person-${crypto.randomUUID()}`
const questions = (page: Page) => page.locator('.question').allTextContents()
const alert = (page: Page) => page.getByRole('alert')
const prove = (page: Page, identity: string) =>
  page.evaluate(`inglenook('update', { identity: ${JSON.stringify(identity)} })`)

/** A device nobody has used before, whose page says who is signed in; empty for nobody. */
async function device(pages: EmbedPages, identity = '') {
  const context = await pages.browser.newContext({ locale: 'en-GB' })
  const page = await context.newPage()
  await go(pages, page, identity)
  return { context, page, end: () => context.close() }
}

async function go(pages: EmbedPages, page: Page, identity = ''): Promise<void> {
  await page.goto(
    pages.serve(`<!doctype html><title>Shop</title>${pages.tag(`data-site="acme" data-identity="${identity}"`)}`),
  )
  await page.locator('.launcher').click()
}

const ready = (page: Page) => page.locator('.viewport[aria-busy=false]').waitFor()

async function ask(page: Page, text: string): Promise<void> {
  await page.locator('.composer textarea').fill(text)
  await page.locator('.composer button[type=submit]:enabled').waitFor()
  await page.locator('.composer textarea').press('Enter')
  await soon(() => page.locator('.turn').filter({ hasText: text }).locator('.answer').textContent()).toBe(ANSWER)
}

/** Everything the browser keeps for this page. */
const kept = (page: Page) =>
  page.evaluate(async () =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, await indexedDB.databases()]),
  )
const NOTHING = JSON.stringify([{}, {}, '', []])

test('two devices of one person share one conversation, and neither keeps anything from it', async () => {
  const ada = somebody()
  const phone = await device(required, proof('acme', ada))
  await ready(phone.page)
  await ask(phone.page, 'on the phone')
  const laptop = await device(required, proof('acme', ada))
  await soon(() => questions(laptop.page)).toEqual(['on the phone'])
  await ask(laptop.page, 'on the laptop')
  await phone.page.reload()
  await phone.page.locator('.launcher').click()
  await soon(() => questions(phone.page)).toEqual(['on the phone', 'on the laptop'])
  for (const { page } of [phone, laptop]) expect(await kept(page)).toBe(NOTHING)

  const stranger = await device(required, proof('acme', somebody()))
  await ready(stranger.page)
  expect(await questions(stranger.page)).toEqual([])
  for (const each of [phone, laptop, stranger]) await each.end()
})

someDays('two tabs of one person see each other’s turns, and another person’s tab does not', async () => {
  const ada = somebody()
  const { context, page, end } = await device(required, proof('acme', ada))
  const [other, stranger] = [await context.newPage(), await context.newPage()]
  await go(required, other, proof('acme', ada))
  await go(required, stranger, proof('acme', somebody()))
  for (const each of [page, other, stranger]) await ready(each)
  await ask(page, 'in the first tab')
  await soon(() => questions(other)).toEqual(['in the first tab'])
  expect(await questions(stranger)).toEqual([])
  await end()
})

someDays('signing out hides everything, at once and on the next page', async () => {
  const { page, end } = await device(optional, proof('acme', somebody()))
  await ready(page)
  await ask(page, 'signed in')
  await page.locator('.composer textarea').fill('half a question')
  await prove(page, '')
  await soon(() => questions(page)).toEqual([])
  expect(await page.locator('.composer textarea').inputValue()).toBe('')
  expect(await kept(page)).toBe(NOTHING)
  // Nobody in particular may go on, with a conversation of their own.
  await ask(page, 'signed out')
  expect(await questions(page)).toEqual(['signed out'])
  expect(await kept(page)).not.toContain('signed in')

  await go(optional, page)
  await soon(() => questions(page)).toEqual(['signed out'])
  await end()
})

someDays(
  'a conversation from before signing in is not mixed with the person’s, and is there again afterwards',
  async () => {
    const ada = somebody()
    const { page, end } = await device(optional)
    await ready(page)
    await ask(page, 'as nobody')
    await prove(page, proof('acme', ada))
    await soon(() => questions(page)).toEqual([])
    await ask(page, 'as Ada')
    expect(await questions(page)).toEqual(['as Ada'])
    expect(await kept(page)).not.toContain('as Ada')
    await prove(page, '')
    await soon(() => questions(page)).toEqual(['as nobody'])
    await end()
  },
)

someDays('another person on the same page sees only their own conversation', async () => {
  const [ada, bob] = [somebody(), somebody()]
  const elsewhere = await device(required, proof('acme', bob))
  await ready(elsewhere.page)
  await ask(elsewhere.page, 'Bob’s')
  const { page, end } = await device(required, proof('acme', ada))
  await ready(page)
  await ask(page, 'Ada’s')
  await prove(page, proof('acme', bob))
  expect(await questions(page)).not.toContain('Ada’s')
  await soon(() => questions(page)).toEqual(['Bob’s'])
  await ask(page, 'Bob’s again')
  expect(await questions(page)).toEqual(['Bob’s', 'Bob’s again'])
  await end()
  await elsewhere.end()
})

someDays('renewing a proof in time goes unnoticed', async () => {
  const ada = somebody()
  const { page, end } = await device(required, proof('acme', ada))
  await ready(page)
  await ask(page, 'first')
  await page.locator('.composer textarea').fill('half a question')
  await prove(page, proof('acme', ada, { claims: { exp: seconds(7200) } }))
  expect(await questions(page)).toEqual(['first'])
  expect(await page.locator('.composer textarea').inputValue()).toBe('half a question')
  await ask(page, 'second')
  expect(await questions(page)).toEqual(['first', 'second'])
  await end()
})

someDays(
  'when the proof has ended, the visitor is asked to sign in; the question waits, and is sent with a new proof',
  async () => {
    const ada = somebody()
    const { page, end } = await device(required)
    await soon(() => alert(page).textContent()).toContain('Sign in on this page to chat.')
    // The page is there already: what has to be done in time is one question.
    const exp = seconds(8)
    await prove(page, proof('acme', ada, { claims: { exp } }))
    await ready(page)
    await ask(page, 'in time')
    await vi.waitUntil(() => Date.now() > exp * 1000, { timeout: 20_000 })
    await page.locator('.composer textarea').fill('too late')
    await page.locator('.composer textarea').press('Enter')
    await soon(() => alert(page).textContent()).toContain('Sign in on this page to chat.')
    expect(await questions(page)).toEqual(['in time', 'too late'])
    await prove(page, proof('acme', ada))
    await soon(() => page.locator('.turn').nth(1).locator('.answer').textContent()).toBe(ANSWER)
    expect(await questions(page)).toEqual(['in time', 'too late'])
    expect(await alert(page).count()).toBe(0)
    await end()
  },
)

someDays('without a valid proof a sentence is shown; a valid proof lets the visitor in without a click', async () => {
  for (const bad of ['', 'no JWT', proof('acme', 'ada', { key: Buffer.alloc(32, 99) })]) {
    const { page, end } = await device(required, bad)
    await soon(() => alert(page).textContent()).toContain('Sign in on this page to chat.')
    await alert(page).getByRole('button', { name: 'Try again' }).click()
    await alert(page).waitFor()
    await prove(page, proof('acme', somebody()))
    await ready(page)
    await ask(page, 'let in')
    await end()
  }
})

someDays('a proof that arrives while the last one is being refused is tried automatically', async () => {
  const { page, end } = await device(required, 'no JWT')
  await alert(page).waitFor()
  let answer = () => {}
  await page.route(
    '**/sessions',
    async (route) => {
      const response = await route.fetch()
      await new Promise<void>((resolve) => (answer = resolve))
      await route.fulfill({ response })
    },
    { times: 1 },
  )
  await alert(page).getByRole('button', { name: 'Try again' }).click()
  await soon(() => answer.toString()).not.toBe('() => {}')
  await prove(page, proof('acme', somebody()))
  answer()
  await ready(page)
  expect(await alert(page).count()).toBe(0)
  await end()
})

someDays('a new conversation is used on every device; forget me erases the older ones too', async () => {
  const ada = somebody()
  const phone = await device(required, proof('acme', ada))
  await ready(phone.page)
  await ask(phone.page, 'old')
  await phone.page.getByRole('button', { name: 'New conversation' }).click()
  await soon(() => questions(phone.page)).toEqual([])
  await ask(phone.page, 'new')
  const laptop = await device(required, proof('acme', ada))
  await soon(() => questions(laptop.page)).toEqual(['new'])

  await laptop.page.getByRole('button', { name: 'Conversations and privacy' }).click()
  await laptop.page.getByRole('button', { name: 'Forget me' }).click()
  await laptop.page.getByRole('button', { name: 'Erase everything' }).click()
  await laptop.page.getByText('Everything has been erased.').waitFor()
  for (const each of [phone, laptop]) {
    await each.page.reload()
    await each.page.locator('.launcher').click()
    await ready(each.page)
    expect(await questions(each.page)).toEqual([])
  }
  await ask(phone.page, 'afterwards')
  expect(await questions(phone.page)).toEqual(['afterwards'])
  await phone.end()
  await laptop.end()
})
