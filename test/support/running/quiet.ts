/** Waits for tests that show that something does not happen: each ends with an event that comes after it, and not with a time. */
import type { Page } from 'playwright-core'
import { vi } from 'vitest'

/**
 * Until the page has loaded and drawn, has had nothing left to do, and its own server has answered it. Had it asked for more
 * by itself, that request would have been seen by now. Not for pages whose policy forbids the request.
 */
export const quiet = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }))
    for (let frame = 0; frame < 2; frame += 1) await new Promise((done) => requestAnimationFrame(done))
    await new Promise<void>((done) => requestIdleCallback(() => done()))
    // The address that it was loaded from: the history API may have given it another one.
    const [{ name } = { name: location.href }] = performance.getEntriesByType('navigation')
    await (await fetch(name, { cache: 'no-store' })).text()
  })

/**
 * What the browser has reported of a page's policy. The page breaks it once more, and when that is reported all that came
 * before it has been.
 *
 * @param violations where reports arrive. @param before how many of them there were.
 */
export async function reportsOf(page: Page, violations: readonly string[], before: number): Promise<string[]> {
  const last = `https://${crypto.randomUUID()}.example`
  await page.evaluate((url) => fetch(url).catch(() => {}), last)
  await vi.waitUntil(() => violations.some((report) => report.includes(last)), { timeout: 30_000 })
  return violations.slice(before).filter((report) => !report.includes(last))
}
