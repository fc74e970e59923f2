/** Starts in turns, and the differences between them. */
import type { Starter } from './start-up.ts'

/** Milliseconds of every start, by name; one per round. */
export type Starts = ReadonlyMap<string, readonly number[]>

/** One start of each per round. One extra round at the beginning fills the file cache. */
export async function startInTurns(starters: readonly Starter[], rounds: number): Promise<Starts> {
  const starts = new Map<string, number[]>(starters.map(({ name }) => [name, []]))
  for (let round = -1; round < rounds; round += 1) {
    for (const { name, start } of starters) {
      const milliseconds = await start()
      if (round >= 0) starts.get(name)?.push(milliseconds)
    }
  }
  return starts
}

/** From each round. */
export function differences(starts: Starts, name: string, from: string): number[] {
  const base = starts.get(from) ?? []
  return (starts.get(name) ?? []).map((milliseconds, round) => milliseconds - (base[round] ?? Number.NaN))
}
