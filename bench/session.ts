/**
 * `npm run bench:session`: the cost of a long session compared with a short one, many streams at once, and a long run. Build
 * first.
 *
 * Prints figures; exits with 1 if a stream is lost or memory grows by more than a fifth.
 */
import { compareLengths } from './worker/lengths.ts'
import { median, quantile } from './spread.ts'
import { manyStreams } from './worker/many-streams.ts'
import { startSubject } from './worker/subject.ts'
import { startBenchUpstream } from './worker/upstream.ts'

const SHORT = 2
const LONG = 200
const REPEATS = 21
const STREAMS = 200
const SOAK_TURNS = 2000
/** Until the isolate has as many sessions in memory as it will ever have. */
const WARM_UP_TURNS = 1200
const MEMORY_GROWTH = 0.2

await printLengths()
await printStreams()
await soak()

/** One more turn, and opening the panel, at 2 and at 200 turns. */
async function printLengths(): Promise<void> {
  const rows = (await compareLengths([SHORT, LONG], REPEATS)).map((one) => ({
    'open (ms)': median(one.openMilliseconds),
    'one more turn (ms)': median(one.askMilliseconds),
    'prompt (kB)': one.promptBytes / 1000,
  }))
  const [ofShort, ofLong] = rows
  if (!ofShort || !ofLong) throw new Error('nothing was measured')
  console.log(`\nA session of ${LONG} turns beside one of ${SHORT} (medians of ${REPEATS}, taken in turns)`)
  console.table({ [`${SHORT} turns`]: rounded(ofShort), [`${LONG} turns`]: rounded(ofLong) })
  console.table({
    ratio: rounded({
      'open (ms)': ofLong['open (ms)'] / ofShort['open (ms)'],
      'one more turn (ms)': ofLong['one more turn (ms)'] / ofShort['one more turn (ms)'],
      'prompt (kB)': ofLong['prompt (kB)'] / ofShort['prompt (kB)'],
    }),
  })
}

async function printStreams(): Promise<void> {
  for (const { streams, complete, lagMilliseconds } of await manyStreams([STREAMS])) {
    console.log(
      `\n${complete} of ${streams} concurrent streams are complete; words lag by ${median(lagMilliseconds)} ms, ` +
        `99 of 100 by less than ${quantile(lagMilliseconds, 0.99)} ms`,
    )
    if (complete < streams) process.exitCode = 1
  }
}

/** Sessions of 50 turns, eight at a time. Only the memory of the Worker's own isolate counts: the simulated KV beside it
 * retains some 40 kB for every request, even with a Worker that does nothing. */
async function soak(): Promise<void> {
  const upstream = await startBenchUpstream({ chunks: 40, pauseMilliseconds: 0 })
  const subject = await startSubject(upstream.url, { inspect: true })
  const turns = async (count: number) => {
    let lost = 0
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let asked = 0; asked < count / 8; asked += 50) {
          const token = await subject.open()
          for (let turn = 0; turn < 50; turn += 1) {
            if (!(await subject.ask(token, `question ${turn}`)).isDone) lost += 1
          }
        }
      }),
    )
    return lost
  }
  await turns(WARM_UP_TURNS)
  const before = await subject.usage()
  const lost = await turns(SOAK_TURNS)
  const after = await subject.usage()
  const growth = after.heapMegabytes / before.heapMegabytes - 1
  const cpu = (after.cpuMilliseconds - before.cpuMilliseconds) / SOAK_TURNS
  console.log(
    `\n${SOAK_TURNS} turns: ${lost} lost, ${cpu.toFixed(1)} ms of CPU a turn (development harness included); the Worker's ` +
      `heap ${before.heapMegabytes.toFixed(2)} → ${after.heapMegabytes.toFixed(2)} MB (${(growth * 100).toFixed(1)} %), ` +
      `the whole runtime ${before.residentMegabytes.toFixed(0)} → ${after.residentMegabytes.toFixed(0)} MB`,
  )
  if (lost > 0 || growth > MEMORY_GROWTH) process.exitCode = 1
  await subject.stop()
  await upstream.stop()
}

function rounded(row: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toPrecision(3))]))
}
