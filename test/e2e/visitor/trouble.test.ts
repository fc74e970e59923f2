/** What a visitor sees when the upstream is in trouble: a sentence, a retry, the question still there. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, type Browsing } from '../../support/browser/browsing.ts'
import { faultScripts } from '../../support/upstreams/fault-scripts.ts'
import { startFaultUpstream, type FaultUpstream } from '../../support/upstreams/fault-upstream.ts'

const CANARY = 'sk-canary-in-the-browser-test'

let upstream: FaultUpstream
let browsing: Browsing
let isWell = false

beforeAll(async () => {
  upstream = await startFaultUpstream((name) => faultScripts(isWell ? 'whole' : name))
  browsing = await browse({ OPENAI_API_KEY: CANARY, OPENAI_BASE_URL: `${upstream.url}/status-500/v1` })
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

test('there is a message with a retry; the retry answers the same question; the key appears nowhere', async () => {
  const visitor = await browsing.visitor({ locale: 'en-GB' })
  const { page, panel, answers } = visitor
  const bodies: string[] = []
  page.on('response', (response) => {
    bodies.push(JSON.stringify(response.headers()))
    response.text().then(
      (text) => bodies.push(text),
      () => bodies.push(''), // a body that the page hung up on
    )
  })
  await page.reload()
  await visitor.open()
  await visitor.ask('is anybody there?')
  await panel.getByRole('button', { name: /Try again|重试/ }).waitFor()
  expect(await panel.locator('.question').allTextContents()).toEqual(['is anybody there?'])
  expect(await panel.locator('.outcome').textContent()).not.toMatch(/upstream|500|undefined/)
  // What there is to quote: it leads to the turn's line in the log, and the page can be loaded again meanwhile.
  const reference = await panel.locator('.reference bdi').textContent()
  const line = () =>
    browsing.printed.find((each) => each.includes('"event":"turn"') && each.includes(`"turn":"${reference}`))
  expect(reference).toMatch(/^[\da-f-]{13}$/)
  await expect.poll(line).toMatch(/"code":"upstream_unavailable".*"request":"[\da-f-]{13}"/)
  await page.reload()
  await visitor.open()
  await expect.poll(() => panel.locator('.reference bdi').textContent()).toBe(reference)

  isWell = true
  await panel.getByRole('button', { name: /Try again|重试/ }).click()
  await expect.poll(() => answers.first().textContent()).toBe('The capital of China is Beijing。')
  await expect.poll(() => panel.locator('.question').count()).toBe(1)
  expect(await panel.locator('.reference').count()).toBe(0)

  expect(bodies.join('\n')).toContain('inglenook')
  for (const place of [bodies, browsing.printed, [await page.content()]]) {
    expect(place.join('\n')).not.toContain(CANARY)
    expect(place.join('\n')).not.toContain('sk-canary')
  }
  await visitor.context.close()
})

test('a refusal by the Worker has a request id to quote, unless the owner cannot help', async () => {
  const visitor = await browsing.visitor({ pageLanguage: 'en' })
  const { page, panel } = visitor
  await visitor.open()
  let refusal = { status: 503, code: 'site_misconfigured' }
  await page.route('**/v1/turns', (route) =>
    route.fulfill({
      status: refusal.status,
      headers: {
        'access-control-allow-origin': '*',
        'access-control-expose-headers': 'x-request-id',
        'x-request-id': '8f3a1b2c3d4e5f60',
      },
      json: { error: { code: refusal.code } },
    }),
  )
  await visitor.ask('anything')
  await expect.poll(() => panel.locator('.reference').textContent()).toBe('Reference: 8f3a1b2c3d4e5f60')

  refusal = { status: 429, code: 'rate_limited' }
  await visitor.ask('anything else')
  await expect.poll(() => panel.locator('.outcome').count()).toBe(2)
  await expect.poll(() => panel.locator('.reference').count()).toBe(1)
  await visitor.context.close()
})
