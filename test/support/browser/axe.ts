import { source, type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

/** What axe finds in a part of the page (a selector): one line per broken rule. @throws if there was nothing to check. */
export async function violations(page: Page, within: string): Promise<string[]> {
  // The last click is drawn first: only then does anything begin to fade.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  await page.evaluate(`(${faded})(document)`)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source)
  // For passed rules it only lists their names: describing each element takes longer than all the rest.
  const found = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(within)}, { resultTypes: ['violations'] })`)
  if (found.passes.length <= 10) throw new Error(`axe tried ${found.passes.length} rules only: is ${within} there?`)
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Colours that are fading in have no contrast yet, and a busy machine is late with them. Endless animations are not awaited. */
async function faded(root: Document | ShadowRoot): Promise<void> {
  const ends = root.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
  await Promise.allSettled(ends.map(({ finished }) => finished))
  for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) await faded(shadowRoot)
}
