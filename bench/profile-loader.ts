/**
 * `npm run bench:profile-loader -- [slowdown] [rounds] [built loader…]`: a page's cost for the loader compared with the vanilla
 * launcher, in turns, in milliseconds. Without a named loader, it uses the one in `dist/assets`. Name an older build to compare.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChromium } from '../test/support/browser/chromium.ts'
import { NO_STRANGERS, startEmbedPages } from './page/embed-pages.ts'
import { ratio, spread, told } from './spread.ts'
import { evaluation, traced } from './page/trace.ts'
import { marked, watchFor } from './page/watch.ts'

const [slowdown = '1', rounds = '15', ...named] = process.argv.slice(2)
const ours = named.length > 0 ? named : [fileURLToPath(new URL('../dist/assets/inglenook.js', import.meta.url))]
const vanilla = {
  file: fileURLToPath(new URL('controls/vanilla-launcher.js', import.meta.url)),
  seen: ['vanilla-launcher', 'button'],
}
const subjects = [
  vanilla,
  ...ours.map((file) => ({ file: path.resolve(file), seen: ['inglenook-widget', '.launcher'] })),
]
const costs = new Map(subjects.map(({ file }) => [file, { work: [] as number[], seen: [] as number[] }]))

const pages = await startEmbedPages()
const browser = await startChromium(NO_STRANGERS)
try {
  // The first two rounds are a warm-up.
  for (let round = -2; round < Number(rounds); round += 1) {
    for (const { file, seen } of subjects) {
      const context = await browser.newContext({ locale: 'en' })
      const page = await context.newPage()
      const session = await context.newCDPSession(page)
      await session.send('Emulation.setCPUThrottlingRate', { rate: Number(slowdown) })
      const html = `<script async src="/files/${path.basename(file)}" data-site="demo"></script>`
      const address = pages.serve({ name: file, folder: path.dirname(file), html, seen, composer: [] })
      await watchFor(page, { 'bench:seen': seen })
      const trace = await traced(browser, page, address, async () => {
        await page.goto(address)
        await marked(page, 'bench:seen')
      })
      await context.close()
      if (round < 0) continue
      const { start, work } = evaluation(trace, (url) => url.startsWith(address))
      costs.get(file)?.work.push(work)
      costs.get(file)?.seen.push((trace.mark('bench:seen') ?? Number.NaN) - start)
    }
  }
} finally {
  await browser.close()
  await pages.stop()
}

const base = costs.get(vanilla.file)
for (const [file, { work, seen }] of costs) {
  const evaluating = `${told(spread(work))} ms, to vanilla ${told(ratio(work, base?.work ?? []))}`
  const untilSeen = `${told(spread(seen))} ms, to vanilla ${told(ratio(seen, base?.seen ?? []))}`
  console.log(`${file}\n  evaluating ${evaluating}\n  until seen ${untilSeen}`)
}
