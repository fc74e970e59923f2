/** The HTML, CSS and policies of the documentation, in a real page. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, checkOf, SNIPPETS, type Check, type Snippet } from '../../support/texts/docs.ts'
import { servePages, type EmbedPages } from '../../support/browser/embed-pages.ts'
import { reportsOf } from '../../support/running/quiet.ts'
import { someDays } from '../../support/sampling/sampling.ts'

let pages: EmbedPages

beforeAll(async () => {
  pages = await servePages()
})

afterAll(async () => {
  await pages?.end()
})

const here = (text: string): string => text.replaceAll('https://your-worker.example', pages.workerUrl)
const of = (...checks: Check[]) =>
  SNIPPETS.filter((snippet) => checks.some((check) => check === checkOf(snippet))).map(
    (snippet) => [at(snippet), snippet] as const,
  )

async function visit(body: string, policy?: string): Promise<{ page: Page; errors: string[] }> {
  const page = await (await pages.browser.newContext({ locale: 'en-GB' })).newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(
    pages.serve({ body: `<!doctype html><html lang="en"><title>A page</title>${body}`, ...(policy && { policy }) }),
  )
  return { page, errors }
}

async function ask(page: Page): Promise<string | null> {
  await page.locator('.viewport[aria-busy=false]').waitFor()
  await page.getByRole('textbox').fill('what is the capital?')
  await page.getByRole('textbox').press('Enter')
  const answer = page.locator('.turns .answer:not(.typing)').first()
  await answer.waitFor()
  return answer.textContent()
}

/** What stands on a page only together with the tag. */
const withTag = (code: string): string => (code.includes('inglenook.js') ? here(code) : here(code) + pages.tag())

someDays.for(of('html'))('%s: a page with it has a chat', async ([, { code }]) => {
  const { page, errors } = await visit(withTag(code))
  await page.locator('.launcher, .panel').first().waitFor()
  expect(errors).toEqual([])
  await page.context().close()
})

someDays.for(of('page script'))('%s: a page can run it', async ([, { code }]) => {
  const { page, errors } = await visit(`<script>window.fetchIdentity = async () => ''</script>${pages.tag()}`)
  await page.locator('.launcher').waitFor()
  await page.evaluate(`(async () => { ${code} })()`)
  expect(errors).toEqual([])
  await page.context().close()
})

someDays.for(of('css'))('%s: each of its rules applies', async ([, { code }]) => {
  const { page } = await visit(`<style>${code}</style>${pages.tag()}`)
  await page.locator('.launcher').waitFor()
  expect(await page.evaluate(() => document.styleSheets[0]?.cssRules.length)).toBe(code.match(/\{/g)?.length)
  const looks = await page.locator('.launcher').evaluate((button) => ({
    below: window.innerHeight - button.getBoundingClientRect().bottom,
    shadow: getComputedStyle(button).boxShadow,
  }))
  expect(looks).toEqual({ below: 96, shadow: 'none' })
  await page.context().close()
})

describe('policies', () => {
  const policies = of('csp').filter(([, { code }]) => code.includes('default-src'))

  someDays.for(policies)('%s: under it the chat answers, and nothing is reported', async ([, snippet]) => {
    const before = pages.violations.length
    const { page, errors } = await visit(tagFor(snippet), oneLine(snippet))
    await page.locator('.launcher').click()
    expect(await ask(page)).toBe('The capital of China is Beijing。')
    expect(await reportsOf(page, pages.violations, before)).toEqual([])
    expect(errors).toEqual([])
    await page.context().close()
  })

  someDays.for(['script-src', 'connect-src'])('without %s it does not answer', async (directive) => {
    const [, whole] = policies.find(([name]) => name.startsWith('docs/csp.md')) ?? []
    if (!whole) throw new Error('docs/csp.md has no policy')
    const parts = oneLine(whole).split('; ')
    expect(parts.filter((part) => part.startsWith(directive))).toHaveLength(1)
    const before = pages.violations.length
    const { page } = await visit(tagFor(whole), parts.filter((part) => !part.startsWith(directive)).join('; '))
    if (directive === 'connect-src') await page.locator('.launcher').click()
    await expect.poll(() => pages.violations.length).toBeGreaterThan(before)
    expect(await page.locator('.launcher').count()).toBe(directive === 'connect-src' ? 1 : 0)
    await page.context().close()
  })

  test('what a setting adds is complete too', () => {
    const others = of('csp').filter(([, { code }]) => !code.includes('default-src'))
    // test/e2e/visitor/bot-check.sampled.test.ts serves its pages under these.
    expect(others.map(([, { code }]) => code.match(/[a-z]+-src https:\/\/challenges\.cloudflare\.com/g))).toEqual([
      ['script-src https://challenges.cloudflare.com', 'frame-src https://challenges.cloudflare.com'],
    ])
  })
})

const oneLine = ({ code }: Snippet): string => here(code).trim().replaceAll(/\s+/g, ' ')
const tagFor = ({ code }: Snippet): string =>
  pages.tag(`data-site="demo"${/'nonce-(\w+)'/.test(code) ? ' nonce="r4nd0m"' : ''}`)
