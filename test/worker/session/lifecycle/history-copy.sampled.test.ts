/** R8: the copy of the histories in KV: how often it is written, and how soon it is right. */
import { expect, test } from 'vitest'
import { sample } from '../../../support/sampling/sampling.ts'
import { simulate, type Simulation } from '../../support/simulated-session.ts'

const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1)
const quick = sample(SEEDS, 6)
const slow = sample(SEEDS.slice(0, 5), 1)
const TURNS = 10

async function chat(simulation: Simulation, pauseMilliseconds: () => number): Promise<void> {
  const { random, manners } = simulation
  for (let turn = 0; turn < TURNS; turn += 1) {
    const words = Array.from({ length: random.whole(1, 8) }, (_, word) => `${word} `)
    manners.set(`question ${turn}`, { words, pause: random.whole(5, 60) })
    const page = await simulation.ask(crypto.randomUUID(), `question ${turn}`)
    await simulation.until(() => page.closed)
    await simulation.pass(pauseMilliseconds())
  }
}

const historyCopy = ({ kv, copyKey }: Simulation): unknown => kv.settled(copyKey)

test(
  `quick chats of ${TURNS} turns: no 429, few writes, and the history copy is right within 15 s`,
  { timeout: 300_000 },
  async () => {
    const total = { puts: 0, tooMany: 0, faults: 0, right: 0 }
    for (const seed of quick) {
      await simulate(seed, async (simulation) => {
        await chat(simulation, () => simulation.random.whole(50, 400))
        await simulation.pass(15_000)
        const turns = await simulation.turns()
        expect(turns).toHaveLength(TURNS)
        expect(historyCopy(simulation)).toMatchObject({ turns })
        total.right += 1
        total.puts += simulation.kv.counts.puts
        total.tooMany += simulation.kv.counts.tooMany
        total.faults += simulation.kv.counts.faults
      })
    }
    console.log(`KV in ${quick.length * TURNS} turns:`, JSON.stringify(total))
    expect(total.right).toBe(quick.length)
    expect(total.tooMany).toBe(0)
    expect(total.puts / (quick.length * TURNS)).toBeLessThanOrEqual(0.2)
  },
)

test('a slow chat is written at most once per turn', async () => {
  for (const seed of slow) {
    await simulate(seed, async (simulation) => {
      await chat(simulation, () => simulation.random.whole(5000, 30_000))
      await simulation.pass(15_000)
      expect(simulation.kv.counts.puts).toBeLessThanOrEqual(TURNS)
      expect(simulation.kv.counts.tooMany).toBe(0)
      expect(historyCopy(simulation)).toMatchObject({ turns: await simulation.turns() })
    })
  }
})
