/** A page's cost for a chat that nobody has opened yet. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { startChromium } from '../../test/support/browser/chromium.ts'
import { NO_STRANGERS, startEmbedPages, type EmbedPages } from '../page/embed-pages.ts'
import { INGLENOOK, PEERS, VANILLA, type Embed } from '../page/embeds.ts'
import type { Check, Options, Section, Table } from '../report.ts'
import { difference, ratio, short, spread, told, withNoise } from '../spread.ts'
import { costBetween, evaluation, traced } from '../page/trace.ts'
import { marked, watchFor } from '../page/watch.ts'

const SPEEDS = [1, 4] as const
/** For the controls and ours: a frame is 17 ms long, and the script runs at a random point in it. */
const ROUNDS = 15
const PEER_ROUNDS = 9
/** After it is visible, for its work without any input. */
const SETTLE_MS = 400

/** One load of a page: milliseconds, and megabytes. */
interface Load {
  evaluated: number
  /** From the first script's start to the end of the frame that shows it. */
  seen: number
  longestTask: number
  nodes: number
  heap: number
}

/** What is loaded; the empty page has no embed. */
type Subject = Embed | undefined

type Loads = ReadonlyMap<Subject, Load[]>

export async function run({ isQuick }: Options): Promise<Section> {
  const rounds = isQuick ? 3 : ROUNDS
  const peerRounds = isQuick ? 1 : PEER_ROUNDS
  const pages = await startEmbedPages()
  const browser = await startChromium(NO_STRANGERS)
  const tables: Table[] = []
  const checks: Check[] = []
  const figures: Record<string, string> = {}
  try {
    // The first pages of a browser include much of the browser's own start-up.
    for (const subject of [undefined, VANILLA, INGLENOOK]) await load(browser, pages, subject, 1)
    for (const speed of SPEEDS) {
      const loads: Loads = new Map([undefined, VANILLA, INGLENOOK, ...PEERS].map((subject) => [subject, []]))
      for (let round = 0; round < rounds; round += 1) {
        for (const [subject, done] of loads) {
          if (subject && PEERS.includes(subject) && round >= peerRounds) continue
          done.push(await load(browser, pages, subject, speed))
        }
      }
      tables.push(tableOf(loads, speed))
      const { evaluated, seen, heap } = besideControls(loads, INGLENOOK)
      const name = `Page cost at ${speed}×`
      const profile = 'loader'
      checks.push(
        {
          what: `${name}: evaluating, to the vanilla launcher`,
          budget: 2,
          ...withNoise(evaluated),
          unit: '×',
          profile,
        },
        {
          what: `${name}: until it is seen, to the vanilla launcher`,
          budget: 1.2,
          ...withNoise(seen),
          unit: '×',
          profile,
        },
        { what: `${name}: heap over the empty page`, budget: 0.4, ...withNoise(heap), unit: 'MB' },
      )
      figures[`page.evaluated.${speed}`] = short(evaluated.median, 2)
      figures[`page.seen.${speed}`] = short(seen.median, 2)
      figures[`page.heap.${speed}`] = short(heap.median, 2)
    }
  } finally {
    await browser.close()
    await pages.stop()
  }
  return {
    name: 'page',
    title: 'Page cost',
    intro:
      `A trivial page on this machine with what its owner pastes, before anyone touches it: ${rounds} loads of the controls ` +
      `and of Inglenook, ${peerRounds} of each peer, in turns, each in a new profile. Evaluating is compiling and running on the ` +
      'main thread, without what it waited for other programs, and so is the longest task; “seen” is from the first script’s start to the end of the frame that shows the launcher (or the chat, where ' +
      'there is no launcher), so it moves by up to a frame of 17 ms by chance.',
    tables,
    checks,
    figures,
  }
}

async function load(browser: Browser, pages: EmbedPages, subject: Subject, speed: number): Promise<Load> {
  const context = await browser.newContext({ locale: 'en' })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Emulation.setCPUThrottlingRate', { rate: speed })
    const address = pages.serve(subject)
    await watchFor(page, { 'bench:seen': subject?.seen ?? ['h1'] })
    const trace = await traced(browser, page, address, async () => {
      await page.goto(address)
      await marked(page, 'bench:seen')
      await pause(SETTLE_MS)
    })
    const { start, work } = evaluation(trace, (url) => url.startsWith(address))
    const { longestTask } = costBetween(trace, trace.navigation, Number.POSITIVE_INFINITY)
    const nodes = await page.evaluate(countNodes)
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return {
      evaluated: work,
      seen: (trace.mark('bench:seen') ?? Number.NaN) - start,
      longestTask,
      nodes,
      heap: usedSize / 1e6,
    }
  } finally {
    await context.close()
  }
}

/** Runs in the page: everything in it, including open shadow roots. */
function countNodes(): number {
  const count = (node: Node): number => {
    const inShadow = node instanceof Element && node.shadowRoot ? count(node.shadowRoot) : 0
    return [...node.childNodes].reduce((sum, child) => sum + count(child), 1 + inShadow)
  }
  return count(document)
}

function besideControls(loads: Loads, subject: Subject) {
  const of = (one: Subject, field: keyof Load) => (loads.get(one) ?? []).map((load) => load[field])
  const toVanilla = (field: keyof Load) => ratio(of(subject, field), of(VANILLA, field))
  const overEmpty = (field: keyof Load) => difference(of(subject, field), of(undefined, field))
  return {
    evaluated: toVanilla('evaluated'),
    seen: toVanilla('seen'),
    nodes: overEmpty('nodes'),
    heap: overEmpty('heap'),
  }
}

function tableOf(loads: Loads, speed: number): Table {
  return {
    title: speed === 1 ? 'On this machine' : `On a processor ${speed} times slower`,
    columns: [
      '',
      'evaluating, ms',
      'to vanilla',
      'until seen, ms',
      'to vanilla',
      'longest task, ms',
      'DOM nodes added',
      'heap over the empty page, MB',
    ],
    rows: [...loads].map(([subject, done]) => {
      const all = (field: keyof Load) => told(spread(done.map((load) => load[field])))
      if (!subject) return ['the empty page', '–', '–', '–', '–', all('longestTask'), 0, 0]
      const { evaluated, seen, nodes, heap } = besideControls(loads, subject)
      return [
        subject.name,
        all('evaluated'),
        `${told(evaluated)} ×`,
        all('seen'),
        `${told(seen)} ×`,
        all('longestTask'),
        nodes.median,
        told(heap, 2),
      ]
    }),
  }
}
