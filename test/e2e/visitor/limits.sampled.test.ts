/** What a visitor sees who meets a limit: a sentence that helps, and the question still there. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NO_LIMITS } from '../../../worker/limits/limits.ts'
import { browse, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import { quiet } from '../../support/running/quiet.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const WAIT = { timeout: 20_000 }

let browsing: Browsing

beforeAll(async () => {
  browsing = await browse({}, { ...NO_LIMITS, turnsPerSession: 1, turnsPerVisitorDay: 2 })
})

afterAll(() => browsing?.end())

/** How often a question was sent. */
function countAsked({ page }: Visitor): { times: number } {
  const asked = { times: 0 }
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/v1/turns')) asked.times += 1
  })
  return asked
}

test('at the conversation’s limit, then the day’s, nothing is lost, and nothing is asked endlessly', async () => {
  const visitor = await browsing.visitor({ locale: 'en-GB', pageLanguage: 'en' })
  const { page, panel } = visitor
  const outcome = panel.locator('.outcome span')
  const questions = panel.locator('.question')
  await page.clock.install()
  await visitor.open()
  await visitor.ask('中国首都在哪里')
  await visitor.settled()
  const asked = countAsked(visitor)
  await visitor.ask('And of France?')
  await expect
    .poll(() => outcome.allTextContents())
    .toEqual(['This conversation has reached its maximum length. Please start a new one.'])
  expect(asked.times).toBe(1)
  // Whatever it would try again within a minute.
  await page.clock.runFor('01:00')
  await quiet(page)
  expect(asked.times).toBe(1)

  // The next page still has it, and asks once more.
  await page.reload()
  await visitor.open()
  await expect.poll(() => questions.allTextContents()).toEqual(['中国首都在哪里', 'And of France?'])
  await expect.poll(() => outcome.count()).toBe(1)
  await expect.poll(() => asked.times).toBe(2)

  // Trying again would not help, and is not offered.
  await panel.locator('.outcome').getByRole('button', { name: 'New conversation' }).click()
  await visitor.ask('中国首都在哪里')
  await visitor.settled()
  await expect.poll(() => visitor.answers.count()).toBe(1)

  await panel.getByRole('button', { name: 'New conversation' }).click()
  await visitor.ask('And of Spain?')
  // What the conversation before has used is promised until it is counted: the widget asks again by itself.
  await expect
    .poll(() => outcome.allTextContents(), WAIT)
    .toEqual(['You have reached today’s limit. Please come back tomorrow.'])
  expect(await questions.allTextContents()).toEqual(['And of Spain?'])
  await panel.getByRole('button', { name: 'Try again' }).waitFor()
  await visitor.context.close()
})

someDays.for([
  ['zh-CN', '你今天在这里能问的已经问完了，请明天再来。', { width: 390, height: 844 }, 'light'],
  ['ar', 'هذا كل ما يمكنك سؤاله هنا اليوم. يُرجى العودة غدًا.', { width: 390, height: 844 }, 'dark'],
] as const)('in %s', async ([locale, sentence, viewport, colorScheme]) => {
  const visitor = await browsing.visitor({ locale, pageLanguage: locale, viewport, colorScheme })
  await visitor.open()
  await visitor.ask('one more?')
  await expect.poll(() => visitor.panel.locator('.outcome span').allTextContents(), WAIT).toEqual([sentence])
  await visitor.context.close()
})
