/** The cost of one more turn in a long session compared with a short one. */
import { processorTime } from './processor-time.ts'
import { startSubject, type Subject } from './subject.ts'
import { startBenchUpstream } from './upstream.ts'

export interface Length {
  /** The number of earlier turns. */
  turns: number
  /** One value per repeat: reading the whole history, and one more turn. */
  openMilliseconds: number[]
  askMilliseconds: number[]
  cpuMilliseconds: number[]
  promptBytes: number
}

/** A session this long is created once and used again in each repeat; a shorter one would not stay short. */
const LONG = 100

/** Sessions take turns, so that noise affects all of them. */
export async function compareLengths(lengths: readonly number[], repeats: number): Promise<Length[]> {
  const upstream = await startBenchUpstream({ chunks: 20, pauseMilliseconds: 0 })
  const subject = await startSubject(upstream.url)
  try {
    const found = lengths.map((turns) => ({
      turns,
      openMilliseconds: new Array<number>(),
      askMilliseconds: new Array<number>(),
      cpuMilliseconds: new Array<number>(),
      promptBytes: 0,
    }))
    const long = new Map<number, string>()
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      for (const one of found) {
        const token = long.get(one.turns) ?? (await grow(subject, one.turns))
        if (one.turns >= LONG) long.set(one.turns, token)
        one.openMilliseconds.push((await subject.history(token)).milliseconds)
        const before = await processorTime(subject.pid)
        one.askMilliseconds.push((await subject.ask(token, `one more, ${repeat}`)).milliseconds)
        one.cpuMilliseconds.push((await processorTime(subject.pid)) - before)
        one.promptBytes = upstream.promptBytes
      }
    }
    return found
  } finally {
    await subject.stop()
    await upstream.stop()
  }
}

/** @throws if a turn is not answered. */
async function grow(subject: Subject, turns: number): Promise<string> {
  const token = await subject.open()
  for (let turn = 0; turn < turns; turn += 1) {
    const { isDone } = await subject.ask(token, `question ${turn}`)
    if (!isDone) throw new Error(`question ${turn} of a session was not answered`)
  }
  return token
}
