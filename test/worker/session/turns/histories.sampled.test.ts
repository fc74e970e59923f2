/** Histories are exact whatever a visitor's pages do, and wherever they ask. */
import { expect } from 'vitest'
import { exactHistories, expectExact, script, uuid } from '../../support/exact-history.ts'
import { type Page } from '../../support/simulated-session.ts'

exactHistories({
  async 'two tabs'(simulation) {
    const expected = script(simulation, 3)
    const pages: Page[] = []
    for (const { question } of expected) {
      pages.push(await simulation.ask(uuid(), question))
      await simulation.pass(simulation.random.whole(0, 600))
    }
    await simulation.until(() => pages.every(({ closed }) => closed))
    expect(pages.map(({ text }) => text)).toEqual(expected.map(({ answer }) => answer))
    await expectExact(simulation, expected, 3)
  },

  async 'double submit'(simulation) {
    const expected = script(simulation, 2)
    for (const { question, answer } of expected) {
      const id = uuid()
      const first = await simulation.ask(id, question)
      await simulation.pass(simulation.random.whole(0, 800))
      const second = await simulation.ask(id, question)
      await simulation.until(() => first.closed && second.closed)
      expect([first.text, second.text]).toEqual([answer, answer])
    }
    await expectExact(simulation, expected, 2)
  },

  async 'the same id retried from another location'(simulation) {
    const [expected] = script(simulation, 1)
    if (!expected) return
    const id = uuid()
    const lost = await simulation.ask(id, expected.question)
    await lost.leave()
    await simulation.kv
      .at('elsewhere')
      .get(simulation.copyKey, 'json')
      .catch(() => null)
    await simulation.pass(simulation.random.whole(0, 20_000))
    const again = await simulation.ask(id, expected.question)
    await simulation.until(() => again.closed)
    expect(again.text).toBe(expected.answer)
    await expectExact(simulation, [expected], 1)
  },

  async reload(simulation) {
    const [expected] = script(simulation, 1, 120)
    if (!expected) return
    const id = uuid()
    const before = await simulation.ask(id, expected.question)
    await simulation.pass(simulation.random.whole(50, 2000))
    await before.leave()
    await simulation.pass(simulation.random.whole(0, 1500))
    const [turn] = await simulation.turns()
    if (turn?.lastEventId) {
      const after = await simulation.resume(id, turn.lastEventId)
      await simulation.until(() => after.closed)
      expect(turn.answer + after.text).toBe(expected.answer)
    } else {
      expect(turn?.answer).toBe(expected.answer)
    }
    await expectExact(simulation, [expected], 1)
  },

  async '45 s detached'(simulation) {
    const words = Array.from({ length: 60 }, (_, word) => `${word} `)
    simulation.manners.set('long', { words, pause: simulation.random.whole(750, 950) })
    const page = await simulation.ask(uuid(), 'long')
    await simulation.pass(simulation.random.whole(100, 1500))
    await page.leave()
    await simulation.pass(45_000)
    await expectExact(simulation, [{ question: 'long', answer: words.join(''), state: 'complete' }], 1)
  },
})
