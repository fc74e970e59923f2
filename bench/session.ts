/**
 * `npm run bench:session`: what a long session costs beside a short one, many streams at once, and a long run. Build first.
 *
 * Prints figures; ends with 1 when a stream is lost or memory grows by more than a fifth.
 */
import { median } from './spread.ts'
import { startSubject, type Subject } from './subject.ts'
import { startBenchUpstream, type BenchUpstream } from './upstream.ts'

const SHORT = 2
const LONG = 200
const REPEATS = 21
const STREAMS = 200
const SOAK_TURNS = 2000
/** Until the isolate holds as many sessions as it is going to. */
const WARM_UP_TURNS = 1200
const MEMORY_GROWTH = 0.2

await compareLengths()
await manyStreams()
await soak()

/** One more turn, and opening the panel, at 2 and at 200 turns; sessions take turns, so that noise hits both. */
async function compareLengths(): Promise<void> {
  const upstream = await startBenchUpstream({ chunks: 20, pauseMilliseconds: 0 })
  const subject = await startSubject(upstream.url)
  const lengths = [SHORT, LONG]
  const long = await grow(subject, await subject.open(), LONG)
  const samples = lengths.map(() => ({ open: new Array<number>(), ask: new Array<number>(), promptBytes: 0 }))
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    // The short session would not stay short.
    const short = await grow(subject, await subject.open(), SHORT)
    for (const [index, token] of [short, long].entries()) {
      const sample = samples[index]
      if (!sample) continue
      sample.open.push((await subject.history(token)).milliseconds)
      sample.ask.push((await subject.ask(token, `one more, ${repeat}`)).milliseconds)
      sample.promptBytes = upstream.promptBytes
    }
  }
  const rows = samples.map(({ open, ask, promptBytes }) => ({
    'open (ms)': median(open),
    'one more turn (ms)': median(ask),
    'prompt (kB)': promptBytes / 1000,
  }))
  const [ofShort, ofLong] = rows
  console.log(`\nA session of 200 turns beside one of 2 (medians of ${REPEATS}, taken in turns)`)
  console.table(Object.fromEntries(rows.map((row, index) => [`${lengths[index]} turns`, rounded(row)])))
  if (ofShort && ofLong) {
    console.table({
      ratio: rounded({
        'open (ms)': ofLong['open (ms)'] / ofShort['open (ms)'],
        'one more turn (ms)': ofLong['one more turn (ms)'] / ofShort['one more turn (ms)'],
        'prompt (kB)': ofLong['prompt (kB)'] / ofShort['prompt (kB)'],
      }),
    })
  }
  await end(subject, upstream)
}

async function grow(subject: Subject, token: string, turns: number): Promise<string> {
  for (let turn = 0; turn < turns; turn += 1) await subject.ask(token, `question ${turn}`)
  return token
}

async function manyStreams(): Promise<void> {
  const upstream = await startBenchUpstream({ chunks: 100, pauseMilliseconds: 20 })
  const subject = await startSubject(upstream.url)
  const tokens = await Promise.all(Array.from({ length: STREAMS }, () => subject.open()))
  const results = await Promise.all(tokens.map((token) => subject.ask(token, 'all at once')))
  const complete = results.filter(({ isDone }) => isDone).length
  console.log(`\n${complete} of ${STREAMS} concurrent streams of 100 chunks are complete`)
  if (complete < STREAMS) process.exitCode = 1
  await end(subject, upstream)
}

/** Sessions of 50 turns, eight at a time. What counts is what the Worker's own isolate holds: the simulated KV beside it
 * keeps some 40 kB for every request, also under a Worker that does nothing. */
async function soak(): Promise<void> {
  const upstream = await startBenchUpstream({ chunks: 40, pauseMilliseconds: 0 })
  const subject = await startSubject(upstream.url)
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
  await end(subject, upstream)
}

async function end(subject: Subject, upstream: BenchUpstream): Promise<void> {
  await subject.stop()
  await upstream.stop()
}

function rounded(row: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toPrecision(3))]))
}
