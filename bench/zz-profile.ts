/** usage: zz-profile.ts speed rounds name=file.js … ; evaluates in turns */
import { setTimeout as pause } from 'node:timers/promises'
import path from 'node:path'
import { startChromium } from '../test/support/chromium.ts'
import { NO_STRANGERS, startEmbedPages } from './embed-pages.ts'
import { ratio, spread, told } from './spread.ts'
import { evaluation, traced } from './trace.ts'
import { marked, watchFor } from './watch.ts'

const [speed = '1', rounds = '15', ...given] = process.argv.slice(2)
const subjects = [
  { name: 'vanilla', file: '/tmp/loader/controls/vanilla-launcher.js', seen: ['vanilla-launcher', 'button'] },
  ...given.map((one) => {
    const [name = '', file = ''] = one.split('=')
    return { name, file, seen: /controls|vanilla/.test(file) ? ['vanilla-launcher', 'button'] : ['inglenook-widget', '.launcher'] }
  }),
]
const pages = await startEmbedPages()
const browser = await startChromium(NO_STRANGERS)
const all = new Map(subjects.map(({ name }) => [name, [] as Record<string, number>[]]))
for (let round = -2; round < Number(rounds); round += 1) {
  for (const { name, file, seen } of subjects) {
    const context = await browser.newContext({ locale: 'en' })
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: Number(speed) })
    const address = pages.serve({
      name, folder: path.dirname(file), seen, composer: [],
      html: `<script async src="/files/${path.basename(file)}" data-site="demo"></script>`,
    })
    await watchFor(page, { 'bench:seen': seen })
    const trace = await traced(browser, page, address, async () => {
      await page.goto(address)
      await marked(page, 'bench:seen')
      await pause(60)
    })
    const { start, work } = evaluation(trace, (url) => url.startsWith(address))
    const of = (wanted: string) => trace.events.filter(({ name, url }) => name === wanted && url.startsWith(address)).reduce((sum, { work }) => sum + work, 0)
    const seenAt = (trace.mark('bench:seen') ?? Number.NaN) - start
    if (process.env.DUMP && round === 1) {
      console.log(name)
      for (const e of trace.events) if (e.start >= start - 1 && e.start < start + seenAt) console.log((e.start - start).toFixed(3), e.duration.toFixed(3), e.work.toFixed(3), e.name, e.url)
    }
    if (round >= 0) all.get(name)?.push({ work, compile: of('v8.compile'), run: of('EvaluateScript'), seen: seenAt })
    await context.close()
  }
}
await browser.close()
await pages.stop()
const base = all.get('vanilla') ?? []
const col = (rows: Record<string, number>[], f: string) => rows.map((r) => r[f] ?? NaN)
for (const [name, rows] of all) {
  console.log(name.padEnd(22), 'work', told(spread(col(rows, 'work'))).padEnd(22), 'compile', told(spread(col(rows, 'compile'))).padEnd(24), 'ratio', told(ratio(col(rows, 'work'), col(base, 'work'))).padEnd(22), 'seen', told(spread(col(rows, 'seen'))), 'ratio', told(ratio(col(rows, 'seen'), col(base, 'seen'))))
}
