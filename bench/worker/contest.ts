/** Contenders take turns, round by round under one condition, so that the machine's other load affects all of them. */
import { setTimeout as pause } from 'node:timers/promises'
import { CLIENTS, type Contender } from './contenders.ts'
import type { OwnUpstream } from './own-upstream.ts'
import { processorTime } from './processor-time.ts'
import { median } from '../spread.ts'
import type { Timed } from './timed-post.ts'

export interface Condition {
  chunks: number
  pauseMilliseconds: number
  concurrency: number
  /** For each contender, in each round. */
  turns: number
  rounds: number
  /** All contenders at the same time: for streams so slow that the machine mostly waits, and nobody disturbs the others. */
  together: boolean
}

export interface Result {
  name: string
  /** Of every turn. */
  milliseconds: number[]
  /** One value per round from here on. The median of the round's turns. */
  firstWordMilliseconds: number[]
  turnsPerSecond: number[]
  /** A turn's share of the CPU time of its workerd, from the round's first question to the last word … */
  cpuMilliseconds: number[]
  /** … and until it had nothing left to do: including its work after the last word. */
  wholeCpuMilliseconds: number[]
}

/** The longest delay of a session's background writes (history copy, search index and ledger), and a little more. */
const SETTLING_MILLISECONDS = 10_000
const WARM_UP = { chunks: 5, pauseMilliseconds: 0 }

interface Round {
  contender: Contender
  turns: Timed[]
  milliseconds: number
  cpuBefore: number
  cpuAfter: number
  /** When all background work of its turns is done. */
  cpuSettled: number
  /** On the clock of `performance.now()`. */
  endedAt: number
}

export async function contest(
  contenders: readonly Contender[],
  upstream: OwnUpstream,
  condition: Condition,
): Promise<Result[]> {
  const rounds = new Map(contenders.map((contender) => [contender, new Array<Round>()]))
  const settle = async (contender: Contender) => {
    const last = rounds.get(contender)?.at(-1)
    if (!last) return
    // An earlier question would delay that work again, and it would not be counted for anybody.
    await pause(Math.max(0, last.endedAt + SETTLING_MILLISECONDS - performance.now()))
    last.cpuSettled = await cpu(contender)
  }
  for (let round = 0; round < condition.rounds; round += 1) {
    const groups = condition.together ? [contenders] : contenders.map((contender) => [contender])
    for (const group of groups) {
      await Promise.all(group.map(settle))
      await upstream.answer(WARM_UP)
      for (const contender of group) await load(contender, { turns: usedClients(condition), concurrency: CLIENTS })
      await upstream.answer(condition)
      const measured = await Promise.all(group.map((contender) => measure(contender, condition)))
      for (const one of measured) rounds.get(one.contender)?.push(one)
    }
  }
  await Promise.all(contenders.map(settle))
  return [...rounds.values()].map((all) => result(all))
}

const usedClients = ({ turns }: Condition) => Math.min(turns, CLIENTS)

const cpu = ({ pid }: Contender): Promise<number> => (pid === null ? Promise.resolve(Number.NaN) : processorTime(pid))

async function measure(contender: Contender, condition: Condition): Promise<Round> {
  const cpuBefore = await cpu(contender)
  const started = performance.now()
  const turns = await load(contender, condition)
  const endedAt = performance.now()
  const milliseconds = endedAt - started
  const last = `word-${condition.chunks - 1}`
  const cut = turns.find(({ tail }) => !tail.includes(last))
  if (cut) throw new Error(`${contender.name}: an answer ends without ${last}: ${cut.tail.slice(-200)}`)
  const cpuAfter = await cpu(contender)
  return { contender, turns, milliseconds, cpuBefore, cpuAfter, cpuSettled: cpuAfter, endedAt }
}

/** This many turns, this many at once, each by the next client. */
async function load(
  contender: Contender,
  { turns, concurrency }: Pick<Condition, 'turns' | 'concurrency'>,
): Promise<Timed[]> {
  const taken: Timed[] = []
  let next = 0
  const one = async () => {
    while (next < turns) taken.push(await contender.take(next++ % CLIENTS))
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, turns) }, one))
  return taken
}

function result(rounds: readonly Round[]): Result {
  const each = (value: (round: Round) => number) => rounds.map(value)
  return {
    name: rounds[0]?.contender.name ?? '',
    milliseconds: rounds.flatMap(({ turns }) => turns.map((turn) => turn.milliseconds)),
    firstWordMilliseconds: each(({ turns }) => median(turns.map((turn) => turn.firstWordMilliseconds))),
    turnsPerSecond: each(({ turns, milliseconds }) => (turns.length / milliseconds) * 1000),
    cpuMilliseconds: each(({ turns, cpuBefore, cpuAfter }) => (cpuAfter - cpuBefore) / turns.length),
    wholeCpuMilliseconds: each(({ turns, cpuBefore, cpuSettled }) => (cpuSettled - cpuBefore) / turns.length),
  }
}
