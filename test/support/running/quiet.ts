/** Waits for tests that show that nothing happens: each ends with a later event, and not after a time. */
import type { Page } from 'playwright-core'
import { vi } from 'vitest'

/**
 * Until the page has loaded and drawn, has been idle, and its own server has answered it. Any earlier request of the
 * page's own would have been seen by then. Not for pages whose policy forbids the request.
 */
export const quiet = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    if (document.readyState !== 'complete') await new Promise((done) => addEventListener('load', done, { once: true }))
    for (let frame = 0; frame < 2; frame += 1) await new Promise((done) => requestAnimationFrame(done))
    await new Promise<void>((done) => requestIdleCallback(() => done()))
    // The address that it was loaded from: the history API may have changed it.
    const [{ name } = { name: location.href }] = performance.getEntriesByType('navigation')
    await (await fetch(name, { cache: 'no-store' })).text()
  })

/**
 * The browser's reports on a page's policy. The page violates it once more, and when that report arrives, all earlier ones
 * have arrived too.
 *
 * @param violations where reports arrive. @param before how many there were.
 */
export async function reportsOf(page: Page, violations: readonly string[], before: number): Promise<string[]> {
  const last = `https://${crypto.randomUUID()}.example`
  await page.evaluate((url) => fetch(url).catch(() => {}), last)
  await vi.waitUntil(() => violations.some((report) => report.includes(last)), { timeout: 30_000 })
  return violations.slice(before).filter((report) => !report.includes(last))
}
