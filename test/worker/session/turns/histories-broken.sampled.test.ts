/** Histories are exact when something breaks in between. */
import { expect } from 'vitest'
import { exactHistories, expectExact, over, script, uuid } from '../../support/exact-history.ts'
import { site } from '../../support/simulated-session.ts'

exactHistories({
  async 'next turn from a stale location'(simulation) {
    const expected = script(simulation, 2)
    const [first, second] = expected
    if (!first || !second) return
    // This location has seen that there is nothing, and will go on seeing it for a minute.
    await simulation.kv
      .at('stale')
      .get(simulation.copyKey, 'json')
      .catch(() => null)
    await simulation.ask(uuid(), first.question)
    await simulation.until(() => over(simulation))
    await simulation.pass(simulation.random.whole(0, 50_000))
    await simulation.kv
      .at('stale')
      .get(simulation.copyKey, 'json')
      .catch(() => null)
    await simulation.ask(uuid(), second.question)
    await expectExact(simulation, expected, 2)
    expect(simulation.requests[1]?.messages.map(({ content }) => content)).toEqual([
      site.instructions,
      first.question,
      first.answer,
      second.question,
    ])
  },

  async 'upstream death'(simulation) {
    const [first, second] = script(simulation, 2)
    if (!first || !second) return
    const manner = simulation.manners.get(first.question)
    if (!manner) return
    const diesAfter = simulation.random.whole(0, manner.words.length - 1)
    simulation.manners.set(first.question, { ...manner, diesAfter })
    const page = await simulation.ask(uuid(), first.question)
    await simulation.until(() => page.closed)
    expect(page.ended).toBe('failed')
    const kept = manner.words.slice(0, diesAfter).join('')
    expect(page.text).toBe(kept)
    await simulation.ask(uuid(), second.question)
    await expectExact(simulation, [{ ...first, answer: kept, state: kept ? 'interrupted' : 'failed' }, second], 2)
  },

  async 'an edit sent twice'(simulation) {
    const [first, edited] = script(simulation, 2)
    if (!first || !edited) return
    const id = uuid()
    const asked = await simulation.ask(id, first.question)
    await simulation.until(() => asked.closed)
    const one = await simulation.retry(id, 2, edited.question)
    await simulation.pass(simulation.random.whole(0, 3000))
    const two = await simulation.retry(id, 2, edited.question)
    await simulation.until(() => one.closed && two.closed)
    expect([one.text, two.text]).toEqual([edited.answer, edited.answer])
    await expectExact(simulation, [edited], 2)
    const [turn] = await simulation.turns()
    expect(turn?.earlierAttempts).toMatchObject([first])
  },

  async 'a kill during an edit, which is then sent again'(simulation) {
    const [first, edited, last] = script(simulation, 3, 120)
    if (!first || !edited || !last) return
    const id = uuid()
    const asked = await simulation.ask(id, first.question)
    await simulation.until(() => asked.closed)
    await simulation.retry(id, 2, edited.question)
    await simulation.pass(simulation.random.whole(0, 1500))
    simulation.kill()
    const again = await simulation.retry(id, 2, edited.question)
    await simulation.until(() => again.closed)
    const [turn] = await simulation.turns()
    if (!turn) throw new Error('an accepted question was lost')
    expect(turn.attempt).toBe(2)
    expect(edited.answer.startsWith(turn.answer)).toBe(true)
    await simulation.ask(uuid(), last.question)
    await expectExact(simulation, [{ ...edited, answer: turn.answer, state: turn.state }, last], 3)
    // A question with no word of answer leaves the prompt to the one before it.
    const told = simulation.requests[2]?.messages.slice(1).map(({ content }) => content)
    const kept = turn.answer === '' ? first : { question: edited.question, answer: turn.answer }
    expect(told).toEqual([kept.question, kept.answer, last.question])
  },

  async kill(simulation) {
    const [first, second] = script(simulation, 2, 120)
    if (!first || !second) return
    await simulation.ask(uuid(), first.question)
    await simulation.pass(simulation.random.whole(0, 1500))
    const [before] = await simulation.turns()
    simulation.kill()
    const [after] = await simulation.turns()
    if (!before || !after) throw new Error('an accepted question was lost')
    if (before.state === 'complete') expect(after).toEqual(before)
    else {
      expect(after.state).toBe('interrupted')
      expect(before.answer.startsWith(after.answer)).toBe(true)
    }
    await simulation.ask(uuid(), second.question)
    await expectExact(simulation, [{ question: first.question, answer: after.answer, state: after.state }, second], 2)
  },
})
