import { source, type AxeResults } from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, type Browsing } from '../support/browsing.ts'

let browsing: Browsing

beforeAll(async () => {
  browsing = await browse()
})

afterAll(async () => {
  await browsing?.end()
})

test.for(['light', 'dark'] as const)('axe finds nothing in the chat, %s', async (colorScheme) => {
  const visitor = await browsing.visitor({ colorScheme })
  await visitor.open()
  await visitor.ask('中国首都在哪里')
  await expect.poll(() => visitor.answers.first().textContent(), { timeout: 10_000 }).toBe('中国的首都是北京。')
  await visitor.page.evaluate(source)
  // The chat only: what the stranger's page does is not ours.
  const { violations, passes } = await visitor.page.evaluate<AxeResults>(`axe.run('inglenook-widget')`)
  expect(passes.length).toBeGreaterThan(10)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  await visitor.context.close()
})
