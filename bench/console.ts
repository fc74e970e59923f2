/**
 * `npm run bench:console`: the owner's waiting times on a site with 10,000 sessions, compared with one with 100. Build first.
 *
 * Prints medians; exits with 1 if something takes more than three times as long on the large site.
 */
import { compareLists } from './history/console-lists.ts'

const SIZES = [100, 10_000] as const
const REPEATS = 51
const MOST = 3

const lists = await compareLists({ sizes: SIZES, repeats: REPEATS, log: console.log })
const [few, many] = SIZES
const rows = lists.map(({ what, small, large }) => [
  what,
  { [`${few} sessions`]: rounded(small), [`${many} sessions`]: rounded(large), ratio: rounded(large / small) },
])
console.log(`\nMilliseconds, medians of ${REPEATS}, taken in turns`)
console.table(Object.fromEntries(rows))
const slow = lists.filter(({ small, large }) => large / small > MOST)
if (slow.length > 0) {
  console.log(`More than ${MOST} times as long: ${slow.map(({ what }) => what).join(', ')}`)
  process.exitCode = 1
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
