/** An answer through the whole product: scripted upstream, Worker, event stream, widget. */
import type { Browser } from 'playwright-core'
import { LAST_WORD, piecesOf } from './answer-text.ts'
import { locatorOf, INGLENOOK } from './embeds.ts'
import type { PacedUpstream } from './paced-upstream.ts'
import { costBetween, traced, type MainThreadCost } from './trace.ts'

export interface WidgetStreamed extends MainThreadCost {
  droppedFrames: number
  /** From the last piece that the upstream sent to the end of the frame that shows the last word. */
  lagMilliseconds: number
  /** The same from the last byte that the page received; negative if the word is shown before the turn's end is sent. */
  afterLastByteMilliseconds: number
}

export async function streamThroughWidget(
  browser: Browser,
  address: string,
  upstream: PacedUpstream,
  answer: { text: string; milliseconds: number },
): Promise<WidgetStreamed> {
  const context = await browser.newContext({ locale: 'en' })
  try {
    const page = await context.newPage()
    await page.goto(address)
    await page.locator(locatorOf(INGLENOOK.opener ?? [])).click()
    const composer = page.locator(locatorOf(INGLENOOK.composer))
    await composer.fill('A long question')
    await page.waitForLoadState('networkidle')

    // On the trace's clock, in seconds.
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    const turns = new Set<string>()
    let lastByte = Number.NaN
    session.on('Network.responseReceived', ({ requestId, response }) => {
      if (response.url.endsWith('/v1/turns')) turns.add(requestId)
    })
    session.on('Network.dataReceived', ({ requestId, timestamp }) => {
      if (turns.has(requestId)) lastByte = timestamp * 1000
    })

    upstream.answer = { pieces: piecesOf(answer.text), milliseconds: answer.milliseconds }
    const near = upstream.nearlyDone()
    let shownAt = Number.NaN
    let droppedFrames = Number.NaN
    const trace = await traced(browser, page, address, async () => {
      await page.evaluate(watchFrames)
      await composer.press('Enter')
      await near
      const seen = await page.evaluate(watchLastWord, LAST_WORD)
      shownAt = seen.at
      droppedFrames = seen.droppedFrames
      // The turn's end comes after it.
      await page.waitForLoadState('networkidle')
    })
    const from = trace.mark('bench:start') ?? Number.NaN
    const to = trace.mark('bench:end') ?? Number.NaN
    return {
      ...costBetween(trace, from, to),
      droppedFrames,
      lagMilliseconds: shownAt - upstream.lastPieceAt,
      afterLastByteMilliseconds: to - lastByte,
    }
  } finally {
    await context.close()
  }
}

declare global {
  var droppedFrames: number
}

/** Runs in the page: counts the dropped frames of a screen with 60 per second. */
function watchFrames(): void {
  globalThis.droppedFrames = 0
  let last = performance.now()
  const frame = (now: number) => {
    globalThis.droppedFrames += Math.max(0, Math.round(((now - last) * 60) / 1000) - 1)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  performance.mark('bench:start')
}

/** Runs in the page. When the last word is visible, in milliseconds since 1970. */
function watchLastWord(lastWord: string): Promise<{ at: number; droppedFrames: number }> {
  const answer = document.querySelector('inglenook-widget')?.shadowRoot?.querySelector('.turns .answer')
  return new Promise((resolve) => {
    const look = () => {
      // Only the last block: reading all of it would cost as much as showing it.
      if (!answer?.lastElementChild?.textContent?.includes(lastWord)) return void requestAnimationFrame(look)
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', () => {
        performance.mark('bench:end')
        resolve({ at: performance.timeOrigin + performance.now(), droppedFrames: globalThis.droppedFrames })
      })
      port1.start()
      port2.postMessage(null)
    }
    requestAnimationFrame(look)
  })
}
