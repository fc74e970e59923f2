/** What a visitor downloads, as Chromium requests it. */
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { startChromium } from '../../test/support/browser/chromium.ts'
import { BYTE_BUDGETS } from '../budgets.ts'
import { compressed, NOTHING, together, type Compressed } from '../compressed.ts'
import { MARKDOWN, NO_STRANGERS, startEmbedPages, type EmbedPages } from '../page/embed-pages.ts'
import { locatorOf, INGLENOOK, PEERS, type Embed, type Way } from '../page/embeds.ts'
import { startPacedUpstream } from '../page/paced-upstream.ts'
import { startPageWorker } from '../page/page-worker.ts'
import { BENCH } from '../peers.ts'
import type { Check, Section, Table } from '../report.ts'
import { short } from '../spread.ts'
import { marked, watchFor } from '../page/watch.ts'

/** Everything that has loaded by then. */
interface Downloads {
  shown: Compressed
  usable: Compressed
  /** Unknown for a peer whose backend has no stand-in here. */
  answered: Compressed | undefined
  /** Each file by its address. */
  files: Map<string, Compressed>
}

export async function run(): Promise<Section> {
  const pages = await startEmbedPages()
  const upstream = await startPacedUpstream()
  upstream.answer = { pieces: [MARKDOWN], milliseconds: 0 }
  const worker = await startPageWorker(pages.origin, upstream.url)
  const browser = await startChromium(NO_STRANGERS)
  try {
    const ours = await downloads(browser, pages, { ...INGLENOOK, html: worker.tag })
    const rows: Table['rows'] = [row(INGLENOOK.name, ours)]
    for (const peer of PEERS) rows.push(row(peer.name, await downloads(browser, pages, peer)))
    for (const [name, source] of Object.entries(BARE)) {
      const size = compressed(await bundled(source))
      rows.push([name, ...cells(size), '–', '–', '–', '–'])
    }
    const markdown = [...ours.files].find(([address]) => /\/markdown-\w+\.js$/.test(address))?.[1]
    if (!markdown || !ours.answered) throw new Error('the first answer came without the Markdown module')
    return {
      name: 'size',
      title: 'Size',
      intro:
        'Scripts, style sheets and pictures that Chromium asked for on an English page, each compressed separately; Inglenook’s come ' +
        'from the Worker itself. Peers are embedded as their documentation says, with the bundle that they ship. What the API ' +
        'says (JSON) is not counted, nor are fonts that deep-chat and Typebot fetch from other hosts.',
      tables: [
        {
          title: 'Downloaded until then, kB',
          columns: [
            '',
            ...['the first is seen', 'it can be typed', 'the first Markdown answer'].flatMap((moment) => [
              `${moment}: gzip -9`,
              'brotli 11',
            ]),
          ],
          rows,
          note:
            'deep-chat and Web Chat have no launcher: the chat itself is the first that is seen. Typebot’s answers are no ' +
            'Markdown, and Web Chat’s backend has no stand-in here.',
        },
      ],
      checks: [
        check('Size: the loader', BYTE_BUDGETS.loader, ours.shown),
        check('Size: everything until the panel can be used, in English', BYTE_BUDGETS.usable, ours.usable),
        check('Size: everything until the first Markdown answer, in English', BYTE_BUDGETS.answered, ours.answered),
      ],
      figures: {
        'size.loader': kilobytes(ours.shown.gzip),
        'size.usable': kilobytes(ours.usable.gzip),
        'size.markdown': kilobytes(markdown.gzip),
        'size.answered': kilobytes(ours.answered.gzip),
      },
    }
  } finally {
    await browser.close()
    await worker.stop()
    await upstream.stop()
    await pages.stop()
  }
}

const BARE = {
  'bare preact (h, render)': "import { h, render } from 'preact'; globalThis.bare = [h, render]",
  'bare react-dom (createElement, createRoot)':
    "import { createElement } from 'react'; import { createRoot } from 'react-dom/client'; globalThis.bare = [createElement, createRoot]",
}

async function bundled(contents: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: BENCH },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  const [file] = outputFiles
  if (!file) throw new Error('esbuild wrote nothing')
  return file.contents
}

async function downloads(browser: Browser, pages: EmbedPages, embed: Embed): Promise<Downloads> {
  const context = await browser.newContext({ locale: 'en' })
  const page = await context.newPage()
  const files = new Map<string, Compressed>()
  const reading: Promise<void>[] = []
  page.on('response', (response) => {
    if (!['script', 'stylesheet', 'image'].includes(response.request().resourceType())) return
    // Content that a script generates has been counted with the script.
    if (!response.url().startsWith('http')) return
    reading.push(response.body().then((body) => void files.set(response.url(), compressed(body))))
  })

  /** All of it, or what was loaded at a mark. */
  async function came(mark?: string): Promise<Compressed> {
    const until = mark === undefined ? Number.POSITIVE_INFINITY : await marked(page, mark)
    await page.waitForLoadState('networkidle')
    await Promise.all(reading)
    const addresses = await page.evaluate(
      (until) =>
        performance
          .getEntriesByType('resource')
          .filter((entry) => entry.startTime + entry.duration <= until)
          .map(({ name }) => name),
      Math.min(until, Number.MAX_SAFE_INTEGER),
    )
    return addresses.reduce((sum, address) => together(sum, files.get(address) ?? NOTHING), NOTHING)
  }

  try {
    await watchFor(page, { seen: embed.seen, usable: embed.composer })
    await page.goto(pages.serve(embed))
    const shown = await came('seen')
    if (embed.opener) await page.locator(locatorOf(embed.opener)).first().click()
    const usable = await came('usable')
    if (embed.answers) await answer(page, embed.composer, embed.answers)
    return { shown, usable, answered: embed.answers && (await came()), files }
  } finally {
    await context.close()
  }
}

/** Asks, and waits for the strong word in the answer. */
async function answer(page: Page, composer: Way, answers: Way): Promise<void> {
  await page.locator(locatorOf(composer)).first().click()
  await page.keyboard.type('A question')
  await page.keyboard.press('Enter')
  await page
    .locator(locatorOf([...answers, 'strong']))
    .first()
    .waitFor()
}

const kilobytes = (bytes: number): string => short(bytes / 1000)

const row = (name: string, { shown, usable, answered }: Downloads): Table['rows'][number] => [
  name,
  ...[shown, usable, answered].flatMap((size) => cells(size)),
]

const cells = (size: Compressed | undefined): string[] =>
  size ? [kilobytes(size.gzip), kilobytes(size.brotli)] : ['–', '–']

const check = (what: string, budget: number, { gzip }: Compressed): Check => ({
  what,
  budget,
  measured: gzip,
  unit: 'B',
})
