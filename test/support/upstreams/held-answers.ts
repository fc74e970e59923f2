/** The Worker's answers in the order that a test wants: they are held back until it says what becomes of them. */
import type { BrowserContext, Page, Route } from 'playwright-core'

export type Becomes = 'continue' | 'abort' | 'hold'

export interface Answers {
  /** What becomes of the requests from now on, those that are held among them. */
  now: Becomes
}

/** Takes over the requests for these addresses; nothing changes for them until `now` is set. */
export async function answeredBy(page: Page | BrowserContext, url: string | RegExp): Promise<Answers> {
  let becomes: Becomes = 'continue'
  let held: Route[] = []
  const act = (route: Route): Promise<void> | void => {
    if (becomes === 'hold') held.push(route)
    // A page that has gone on does not wait for its answer any more.
    else return (becomes === 'abort' ? route.abort() : route.continue()).catch(() => {})
  }
  await page.route(url, act)
  return {
    get now(): Becomes {
      return becomes
    },
    set now(next: Becomes) {
      becomes = next
      const waiting = held
      held = []
      for (const route of waiting) void act(route)
    },
  }
}
