/** What a page's main thread did, from Chromium's own trace. */
import type { Browser, Page } from 'playwright-core'

/** Times are in milliseconds, on the trace's own clock. */
export interface TraceEvent {
  name: string
  start: number
  duration: number
  /** The part of the duration in which the thread worked: it paused while another program had the processor. */
  work: number
  /** The script it ran, if there is one. */
  url: string
}

export interface Trace {
  /** Events of the page's main thread, in order of their start; nested events come after their parent. */
  events: TraceEvent[]
  /** When the page's document was requested. */
  navigation: number
  /** When the page first called `performance.mark(name)`. */
  mark(name: string): number | undefined
}

/** Milliseconds of the main thread's work. Nested work counts once, as the inner event. */
export interface MainThreadCost {
  scripting: number
  layout: number
  style: number
  longestTask: number
  /** Wall-clock time, including the thread's waits. */
  longestWait: number
}

interface RawEvent {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  tdur?: number
  args?: { fileName?: string; data?: { url?: string; documentLoaderURL?: string } }
}

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8.execute', 'blink.user_timing']

/** In the categories of the developer tools' performance panel. */
const KINDS: Readonly<Record<string, 'scripting' | 'layout' | 'style'>> = {
  EvaluateScript: 'scripting',
  'v8.compile': 'scripting',
  'v8.compileModule': 'scripting',
  'v8.evaluateModule': 'scripting',
  FunctionCall: 'scripting',
  RunMicrotasks: 'scripting',
  EventDispatch: 'scripting',
  TimerFire: 'scripting',
  FireAnimationFrame: 'scripting',
  MinorGC: 'scripting',
  MajorGC: 'scripting',
  Layout: 'layout',
  UpdateLayoutTree: 'style',
}

const EVALUATION = /^(?:EvaluateScript|v8\.compile|v8\.compileModule|v8\.evaluateModule)$/

/** Records while `act` runs. The page's address, now or after navigation, has to begin with `address`. */
export async function traced(browser: Browser, page: Page, address: string, act: () => Promise<void>): Promise<Trace> {
  await browser.startTracing(page, { categories: CATEGORIES })
  let buffer: Buffer
  try {
    await act()
  } finally {
    buffer = await browser.stopTracing()
  }
  const { traceEvents }: { traceEvents: RawEvent[] } = JSON.parse(buffer.toString())
  return readTrace(traceEvents, address)
}

function readTrace(raw: readonly RawEvent[], address: string): Trace {
  const navigation = raw.find(
    ({ name, args }) => name === 'navigationStart' && args?.data?.documentLoaderURL?.startsWith(address),
  )
  // A page that is already loaded identifies its main thread with a mark.
  const witness = navigation ?? raw.find(({ name }) => name.startsWith('bench:'))
  if (!witness) throw new Error(`the trace knows no page at ${address}`)
  const own = raw.filter(({ pid, tid }) => pid === witness.pid && tid === witness.tid)
  const events = own
    .filter(({ ph }) => ph === 'X')
    .map(({ name, ts, dur = 0, tdur = dur, args }) => ({
      name,
      start: ts / 1000,
      duration: dur / 1000,
      work: tdur / 1000,
      url: args?.data?.url ?? args?.fileName ?? '',
    }))
    .toSorted((one, other) => one.start - other.start || other.duration - one.duration)
  return {
    events,
    navigation: witness.ts / 1000,
    mark(name) {
      const at = own.find((event) => event.name === name)?.ts
      return at === undefined ? undefined : at / 1000
    },
  }
}

export function costBetween({ events }: Trace, from: number, to: number): MainThreadCost {
  const cost: MainThreadCost = { scripting: 0, layout: 0, style: 0, longestTask: 0, longestWait: 0 }
  /** The parents of the current event, the innermost last. */
  const around: { end: number; kind: 'scripting' | 'layout' | 'style' }[] = []
  for (const { name, start, duration, work } of events) {
    if (start < from || start >= to) continue
    if (name === 'RunTask') {
      cost.longestTask = Math.max(cost.longestTask, work)
      cost.longestWait = Math.max(cost.longestWait, duration)
    }
    const kind = KINDS[name]
    if (!kind) continue
    while (around.length > 0 && (around.at(-1)?.end ?? 0) <= start) around.pop()
    const outer = around.at(-1)
    if (outer) cost[outer.kind] -= work
    cost[kind] += work
    around.push({ end: start + duration, kind })
  }
  return cost
}

/** Compiling and running scripts whose address matches `isIts`: when that began, and the total work. */
export function evaluation({ events }: Trace, isIts: (url: string) => boolean): { start: number; work: number } {
  // Running a module has no address in the trace: on these pages nobody else has modules.
  const evaluations = events.filter(
    ({ name, url }) => EVALUATION.test(name) && (name === 'v8.evaluateModule' || isIts(url)),
  )
  let work = 0
  let end = 0
  for (const event of evaluations) {
    // Nested events have already been counted.
    if (event.start < end) continue
    work += event.work
    end = event.start + event.duration
  }
  return { start: evaluations[0]?.start ?? Number.NaN, work }
}
