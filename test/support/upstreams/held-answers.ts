/** Delays the Worker's answers until a test decides what happens to them, and in which order. */
import type { BrowserContext, Page, Route } from 'playwright-core'

export type Becomes = 'continue' | 'abort' | 'hold'

export interface Answers {
  /** What happens to the requests from now on, including delayed ones. */
  now: Becomes
}

/** Intercepts the requests for these addresses; nothing changes for them until `now` is set. */
export async function answeredBy(page: Page | BrowserContext, url: string | RegExp): Promise<Answers> {
  let becomes: Becomes = 'continue'
  let held: Route[] = []
  const act = (route: Route): Promise<void> | void => {
    if (becomes === 'hold') held.push(route)
    // A page that has navigated no longer waits for its answer.
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
