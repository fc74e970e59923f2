import { test } from 'vitest'
import { openMarkdownPage } from '../support/markdown-page.ts'
import { PATHOLOGICAL } from '../support/markdown-texts.ts'
test('x', async () => {
  const m = await openMarkdownPage()
  const cdp = await m.page.context().newCDPSession(m.page)
  await cdp.send('Profiler.enable')
  const prof = async (name: string, run: () => Promise<unknown>) => {
    await cdp.send('Profiler.start'); const r = await run(); const { profile } = await cdp.send('Profiler.stop')
    const self = new Map<string, number>()
    const dt = profile.timeDeltas ?? []; const byId = new Map(profile.nodes.map(n => [n.id, n]))
    ;(profile.samples ?? []).forEach((id, i) => { const n = byId.get(id)!; const k = n.callFrame.functionName + ':' + n.callFrame.lineNumber; self.set(k, (self.get(k) ?? 0) + dt[i]! / 1000) })
    console.log(name, JSON.stringify(r), [...self].sort((a, b) => b[1] - a[1]).slice(0, 9).map(([k, v]) => k + ' ' + v.toFixed(0)).join(' | '))
  }
  await prof('grow', () => m.page.evaluate((t) => globalThis.markdown.grow(t, 4000), 'The quick brown fox jumps over the lazy dog and says nothing about it, '.repeat(2300)))
  for (const n of ['stars around words', 'nested links', 'nested images', 'nested emphasis, closed', 'ticks and words', 'one paragraph in many lines', 'a wide head and many short rows','closed brackets','brackets and angles','dollars','open formulas','bare addresses'])
    await prof(n, () => m.page.evaluate((t) => globalThis.markdown.time(t), PATHOLOGICAL[n]!))
  await m.end()
}, 100000)
