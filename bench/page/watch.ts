/** Runs in a page, before everything else: reports when something is first visible. */
import type { Page } from 'playwright-core'
import type { Way } from './embeds.ts'

/**
 * At the end of the first frame that shows the element, the page calls `performance.mark(name)`. Looking costs a
 * few microseconds per frame, the same on every page.
 */
export async function watchFor(page: Page, marks: Readonly<Record<string, Way>>): Promise<void> {
  await page.addInitScript(watch, marks)
}

/** Waits for a mark; returns its time in milliseconds since the page's navigation. */
export async function marked(page: Page, name: string): Promise<number> {
  const found = await page.waitForFunction((name) => performance.getEntriesByName(name)[0]?.startTime, name, {
    polling: 50,
  })
  return Number(await found.jsonValue())
}

function watch(marks: Readonly<Record<string, Way>>): void {
  const waiting = new Map(Object.entries(marks))

  function find(way: Way): Element | undefined {
    let scope: Document | ShadowRoot | Element = document
    let found: Element | null = null
    for (const selector of way) {
      found = scope.querySelector(selector)
      if (!found) return undefined
      scope = found.shadowRoot ?? found
    }
    return found ?? undefined
  }

  function isSeen(element: Element): boolean {
    const { width, height } = element.getBoundingClientRect()
    return width * height > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  }

  function look(): void {
    for (const [name, way] of waiting) {
      const element = find(way)
      if (!element || !isSeen(element)) continue
      waiting.delete(name)
      // A message arrives after the frame's own work: style, layout and paint are done.
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => performance.mark(name))
      port1.start()
      port2.postMessage(null)
    }
    if (waiting.size > 0) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
