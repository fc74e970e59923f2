/** Runs in a page: how long the widget’s own parts take for a text, in this engine. */
import { spoken } from '../../../widget/turns/spoken.ts'
import { inPage } from '../markdown/markdown-in-page.ts'

/** Each in milliseconds. */
const inEngine = {
  speaking(text: string): number {
    const start = performance.now()
    spoken(text)
    return performance.now() - start
  },
  rendering: async (text: string): Promise<number> => (await inPage.time(text)).milliseconds,
}

declare global {
  var timed: typeof inEngine
}

globalThis.timed = inEngine
