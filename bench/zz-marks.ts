import { setTimeout as pause } from 'node:timers/promises'
import path from 'node:path'
import { startChromium } from '../test/support/chromium.ts'
import { NO_STRANGERS, startEmbedPages } from './embed-pages.ts'
import { median, short, quantile } from './spread.ts'
const [rounds = '15', ...files] = process.argv.slice(2)
const pages = await startEmbedPages()
const browser = await startChromium(NO_STRANGERS)
const got = new Map<string, Map<string, number[]>>()
for (let round = -2; round < Number(rounds); round += 1) for (const file of files) {
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  const address = pages.serve({ name: file, folder: path.dirname(file), seen: [], composer: [], html: `<script async src="/files/${path.basename(file)}" data-site="demo"></script>` })
  await browser.startTracing(page, { categories: ['blink.user_timing'] })
  await page.goto(address); await pause(150)
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString())
  await context.close()
  if (round < 0) continue
  const marks = traceEvents.filter((e: any) => e.name.startsWith('bench:m ')).toSorted((a: any, b: any) => a.ts - b.ts)
  const of = got.get(file) ?? new Map(); got.set(file, of)
  for (let i = 1; i < marks.length; i++) { const k = marks[i].name.slice(8); of.set(k, [...(of.get(k) ?? []), (marks[i].ts - marks[i-1].ts)]) }
}
await browser.close(); await pages.stop()
for (const [file, of] of got) { console.log(file); let sum = 0; for (const [k, v] of of) { const m = median(v); if (k !== 'start') sum += m; console.log(`  ${k.padEnd(32)} ${short(m)} (${quantile(v,.25)}–${quantile(v,.75)})`) } console.log('  sum', sum) }
