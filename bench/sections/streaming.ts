/** A page's cost for a long answer while it streams. */
import type { Browser } from 'playwright-core'
import { startChromium } from '../../test/support/browser/chromium.ts'
import { answerText, LAST_WORD, piecesOf } from '../page/answer-text.ts'
import { NO_STRANGERS } from '../page/embed-pages.ts'
import { startPacedUpstream } from '../page/paced-upstream.ts'
import { startPageWorker } from '../page/page-worker.ts'
import type { Check, Options, Section, Table } from '../report.ts'
import { median, ratio, short, spread, told, withNoise } from '../spread.ts'
import { startStreamPages, type StreamPages } from '../page/stream-pages.ts'
import { costBetween, traced, type MainThreadCost } from '../page/trace.ts'
import { streamThroughWidget, type WidgetStreamed } from '../page/widget-stream.ts'

const BYTES = 80_000
const SIZES = [40_000, 80_000, 160_000] as const
/** 2,000 pieces of 40 characters in 10 s; longer answers arrive at the same pace. */
const BYTES_PER_SECOND = 8_000
const ROUNDS = 3

interface Subject {
  name: string
  file: string
  /** Slow or less informative cases are measured once. */
  isOnce?: true
}

const FLOOR: Subject = { name: 'plain text into paragraphs', file: 'paragraphs.ts' }
const INGLENOOK: Subject = { name: 'Inglenook’s Markdown', file: 'inglenook.ts' }
const SUBJECTS: readonly Subject[] = [
  { name: 'nothing: the pieces alone', file: 'nothing.ts', isOnce: true },
  FLOOR,
  INGLENOOK,
  { name: 'streaming-markdown', file: 'streaming-markdown.js' },
  { name: 'everything into one text node', file: 'one-node.ts', isOnce: true },
  { name: 'streamdown', file: 'streamdown.js', isOnce: true },
  { name: 'marked + DOMPurify, each chunk', file: 'marked-dompurify.js', isOnce: true },
  { name: 'deep-chat', file: 'deep-chat.js', isOnce: true },
]

interface Streamed extends MainThreadCost {
  droppedFrames: number
  lagMilliseconds: number | null
  /** The share of all pieces that was written before it was given up. */
  share: number
}

export async function run({ isQuick }: Options): Promise<Section> {
  const rounds = isQuick ? 1 : ROUNDS
  /** A quick run's answers are shorter by this factor. */
  const scale = isQuick ? 0.2 : 1
  const pages = await startStreamPages()
  const upstream = await startPacedUpstream()
  const worker = await startPageWorker(pages.origin, upstream.url)
  const browser = await startChromium(NO_STRANGERS)
  const alone = new Map<Subject, Streamed[]>(SUBJECTS.map((subject) => [subject, []]))
  const whole = new Map<number, WidgetStreamed[]>(SIZES.map((bytes) => [bytes, []]))
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [subject, done] of alone) {
        if (subject.isOnce && round > 0) continue
        done.push(await streamAlone(browser, pages, subject, BYTES * scale))
      }
      for (const [bytes, done] of whole) {
        const answer = { text: answerText(bytes * scale), milliseconds: (bytes * scale * 1000) / BYTES_PER_SECOND }
        done.push(await streamThroughWidget(browser, pages.serve(worker.tag), upstream, answer))
      }
    }
  } finally {
    await browser.close()
    await worker.stop()
    await upstream.stop()
    await pages.stop()
  }

  const ours = alone.get(INGLENOOK) ?? []
  const ofWidget = whole.get(BYTES) ?? []
  const toFloor = ratio(ours.map(total), (alone.get(FLOOR) ?? []).map(total))
  const growth = ratio((whole.get(160_000) ?? []).map(total), (whole.get(40_000) ?? []).map(total))
  const longest = (done: readonly MainThreadCost[]) => spread(done.map(({ longestTask }) => longestTask))
  const lag = spread(ofWidget.map(({ lagMilliseconds }) => lagMilliseconds))
  const checks: Check[] = [
    {
      what: 'Streaming: scripting, layout and style, to plain paragraphs',
      budget: 1.25,
      ...withNoise(toFloor),
      unit: '×',
      profile: 'markdown',
    },
    { what: 'Streaming: longest task, the Markdown alone', budget: 50, ...withNoise(longest(ours)), unit: 'ms' },
    { what: 'Streaming: longest task, the whole widget', budget: 50, ...withNoise(longest(ofWidget)), unit: 'ms' },
    { what: 'Streaming: from the upstream’s last byte to the last word', budget: 100, ...withNoise(lag), unit: 'ms' },
    { what: 'Streaming: 160 kB in the widget, to 40 kB', budget: 6, ...withNoise(growth), unit: '×' },
  ]
  return {
    name: 'streaming',
    title: 'Streaming',
    intro:
      `A Markdown answer of ${(BYTES * scale) / 1000} kB in ${(BYTES * scale) / 40} chunks over ${(BYTES * scale) / BYTES_PER_SECOND} s, ` +
      `${rounds === 1 ? 'once' : `${rounds} times, in turns`}; the floor’s own floor, and what is slow, once. Scripting, layout and style are the main thread’s work, from Chromium’s trace, without what it waited for other programs. ` +
      'A frame counts as dropped when a screen of 60 a second did not get it.',
    tables: [tableAlone(alone), tableWhole(whole, scale)],
    checks,
    figures: {
      'streaming.floor': short(toFloor.median, 2),
      'streaming.longestTask': short(longest(ofWidget).median, 2),
      'streaming.lag': short(lag.median, 2),
      'streaming.growth': short(growth.median, 2),
    },
  }
}

const total = ({ scripting, layout, style }: MainThreadCost): number => scripting + layout + style

async function streamAlone(browser: Browser, pages: StreamPages, subject: Subject, bytes: number): Promise<Streamed> {
  const context = await browser.newContext({ locale: 'en' })
  try {
    const page = await context.newPage()
    const address = await pages.serveStream(subject.file)
    await page.goto(address)
    await page.waitForFunction(() => 'sayTo' in globalThis)
    const milliseconds = (bytes * 1000) / BYTES_PER_SECOND
    const pieces = piecesOf(answerText(bytes))
    const pace = { pieces, milliseconds, capMilliseconds: 3 * milliseconds, lastWord: LAST_WORD }
    let driven = { lagMilliseconds: null as number | null, pieces: 0, droppedFrames: 0 }
    const trace = await traced(browser, page, address, async () => {
      driven = await page.evaluate((pace) => sayTo(pace), pace)
    })
    const from = trace.mark('bench:start') ?? Number.NaN
    const to = trace.mark('bench:end') ?? Number.NaN
    return { ...driven, ...costBetween(trace, from, to), share: driven.pieces / pieces.length }
  } finally {
    await context.close()
  }
}

const COSTS = ['scripting, ms', 'layout, ms', 'style, ms', 'all three, ms']

const costs = (done: readonly MainThreadCost[]): string[] => [
  ...(['scripting', 'layout', 'style'] as const).map((kind) => short(median(done.map((one) => one[kind])))),
  told(spread(done.map(total))),
]

const TASKS_AND_FRAMES = ['longest task, ms', 'the same on the clock', 'frames dropped']

const tasksAndFrames = (done: readonly (MainThreadCost & { droppedFrames: number })[]): string[] => [
  short(median(done.map(({ longestTask }) => longestTask))),
  short(median(done.map(({ longestWait }) => longestWait))),
  short(median(done.map(({ droppedFrames }) => droppedFrames))),
]

function tableAlone(alone: ReadonlyMap<Subject, Streamed[]>): Table {
  const floor = (alone.get(FLOOR) ?? []).map(total)
  return {
    title: 'What shows it, alone',
    columns: ['', ...COSTS, 'to paragraphs', ...TASKS_AND_FRAMES, 'last chunk to last word, ms'],
    rows: [...alone].map(([{ name }, done]) => {
      const lags = done.map(({ lagMilliseconds }) => lagMilliseconds).filter((lag) => lag !== null)
      const share = Math.min(...done.map((one) => one.share))
      const isWhole = lags.length === done.length
      return [
        name,
        ...costs(done),
        `${isWhole ? '' : '> '}${told(ratio(done.map(total), floor))} ×`,
        ...tasksAndFrames(done),
        isWhole
          ? told(spread(lags))
          : `given up after three times as long, at ${short(share * 100, 2)} % of the answer`,
      ]
    }),
  }
}

function tableWhole(whole: ReadonlyMap<number, WidgetStreamed[]>, scale: number): Table {
  const shortest = [...whole.values()][0]?.map(total) ?? []
  return {
    title: 'Inglenook’s widget, on the Worker’s event stream',
    columns: [
      '',
      ...COSTS,
      'to the shortest',
      ...TASKS_AND_FRAMES,
      'upstream’s last byte to last word, ms',
      'page’s last byte to last word, ms',
    ],
    rows: [...whole].map(([bytes, done]) => [
      `${(bytes * scale) / 1000} kB`,
      ...costs(done),
      `${told(ratio(done.map(total), shortest))} ×`,
      ...tasksAndFrames(done),
      told(spread(done.map(({ lagMilliseconds }) => lagMilliseconds))),
      told(spread(done.map(({ afterLastByteMilliseconds }) => afterLastByteMilliseconds))),
    ]),
    note:
      'The upstream sends at the same pace, so a longer answer takes longer. The turn’s end is said behind the last word: where the word ' +
      'stood there first, the page’s last byte comes after it, and the figure is below zero.',
  }
}
