/** What of a conversation goes along with a question, in thousands of random conversations. */
import { describe, expect, test } from 'vitest'
import { fit, type Sized } from '../../../../worker/session/context/fit.ts'
import { sample } from '../../../support/sampling/sampling.ts'
import { seeded } from '../../../support/sampling/seeded.ts'

const seqs = (exchanges: readonly Sized[]) => exchanges.map(({ seq }) => seq)
const total = (exchanges: readonly Sized[]) => exchanges.reduce((sum, { tokens }) => sum + tokens, 0)

const SEEDS = sample(
  Array.from({ length: 2000 }, (_, index) => index + 1),
  200,
)

describe('never over, the first kept, the newest kept if it fits, and each prompt begins with the last', () => {
  test.for(SEEDS)('in the conversation of seed %i', (seed) => {
    const random = seeded(seed)
    const room = random.whole(500, 5000)
    const exchanges: Sized[] = []
    let [keptFrom, falls, turns] = [0, 0, random.whole(1, 60)]
    let before: number[] = []
    for (let seq = 1; seq <= turns; seq += 1) {
      const question = random.whole(0, 9) === 0 ? random.whole(100, room + 500) : random.whole(5, 80)
      const fitted = fit({ room, exchanges, keptFrom, question })
      const kept = seqs(fitted.kept)
      const fits = (exchange: Sized | undefined) => exchange !== undefined && exchange.tokens + question <= room
      if (kept.length > 0) expect(total(fitted.kept) + question).toBeLessThanOrEqual(room)
      expect(fitted.keptFrom).toBeGreaterThanOrEqual(keptFrom)
      const [first] = exchanges
      if (first && first.tokens <= room / 2 && fits(first)) expect(kept[0]).toBe(1)
      const newest = exchanges.at(-1)
      if (newest && fits(newest) && newest.tokens + (first?.tokens ?? 0) + question <= room) {
        expect(kept).toContain(newest.seq)
      }
      if (fitted.keptFrom > keptFrom) falls += 1
      else if (kept.length > 0 && before.length > 0) expect(kept.slice(0, before.length)).toEqual(before)
      ;({ keptFrom } = fitted)
      before = kept
      exchanges.push({ seq, tokens: question + random.whole(10, random.whole(0, 20) === 0 ? 3000 : 400) })
    }
    // A fall makes room for many turns: at most one a quarter of the room.
    expect(falls).toBeLessThanOrEqual(Math.ceil(total(exchanges) / (room / 4)))
  })
})
