/** Long and nasty texts: what one engine does in no time can freeze another. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect } from '../support/engines/connect.ts'
import { strangersPage } from '../support/engines/strangers-page.ts'
import type { Engine } from '../support/engines/tab.ts'
import { LONG_ANSWER_CHARACTERS } from '../support/engines/upstream.ts'
import { Visitor, visitorOf } from '../support/engines/visitor.ts'
import { PATHOLOGICAL } from '../support/markdown/markdown-texts.ts'

/** As much as is spoken. */
const SPOKEN_CHARACTERS = 10_000
const SPOKEN: Readonly<Record<string, string>> = {
  'links without an end': '[a](x'.repeat(2_000),
  'links, and one end': `${'[a]('.repeat(2_400)})`,
  'many beginnings and many middles': ('['.repeat(50) + ']('.repeat(25)).repeat(100),
  'beginnings on lines of their own': `${'[\n'.repeat(4_900)}[a](b)`,
  'middles on other lines': '[a\n](b'.repeat(1_600),
  marks: '*_`~|'.repeat(2_000),
  'marks at the beginnings of lines': '#> - \n'.repeat(1_600),
  blanks: `a${' '.repeat(9_000)}b${'\n'.repeat(900)}c`,
}

/** Generous: machines are busy. A text that freezes an engine takes many times that. */
const SPEAKING_MS = 1_000
const RENDERING_MS = 5_000
const RENDERED_CHARACTERS = 10_000
/** WebKit needs 3 s on two cores that ten programs share. */
const LONGEST_FREEZE_MS = 10_000

const product = inject('product')
let engine: Engine

beforeAll(async () => {
  engine = await connect(inject('engine'))
})

afterAll(async () => {
  await engine?.end()
})

async function timing(): Promise<Visitor> {
  const head = `<script type="module" src="/in-page.js"></script>`
  const visitor = await visitorOf(engine, strangersPage(product, { head }))
  await expect.poll(() => visitor.run(() => 'timed' in globalThis)).toBe(true)
  return visitor
}

describe(inject('engine').name, () => {
  test('hostile texts are spoken without freezing the page', async () => {
    const visitor = await timing()
    const slow: string[] = []
    const texts = [...Object.entries(SPOKEN), ...Object.entries(PATHOLOGICAL)]
    for (const [name, text] of texts) {
      const milliseconds = await visitor.run((_, text) => timed.speaking(text), text.slice(0, SPOKEN_CHARACTERS))
      if (milliseconds > SPEAKING_MS) slow.push(`${name}: ${Math.round(milliseconds)} ms`)
    }
    expect(slow).toEqual([])
  })

  test('hostile texts are rendered without freezing the page', async () => {
    const visitor = await timing()
    const found: { name: string; milliseconds: number }[] = []
    for (const [name, text] of Object.entries(PATHOLOGICAL)) {
      const milliseconds = await visitor.run((_, text) => timed.rendering(text), text.slice(0, RENDERED_CHARACTERS))
      found.push({ name, milliseconds: Math.round(milliseconds) })
    }
    console.table(found.toSorted((one, other) => other.milliseconds - one.milliseconds).slice(0, 8))
    expect(found.filter(({ milliseconds }) => milliseconds > RENDERING_MS)).toEqual([])
  })

  test('an answer of 80 kB arrives completely, and the page stays usable', async () => {
    const visitor = await visitorOf(engine, strangersPage(product))
    await visitor.open()
    await visitor.run(() => {
      const gaps = { longest: 0 }
      let before = performance.now()
      setInterval(() => {
        gaps.longest = Math.max(gaps.longest, performance.now() - before)
        before = performance.now()
      }, 20)
      Object.assign(window, { gaps })
    })
    await visitor.ask('long')
    await visitor.appears({ button: 'Stop answering' })
    await visitor.settled()
    await visitor.appears({ button: 'Copy answer' })
    const words = (await visitor.answer()).length
    // Its marks are gone, all of its words are there.
    expect(words).toBeGreaterThan(LONG_ANSWER_CHARACTERS * 0.6)
    const longest = await visitor.run(() => ('gaps' in window ? Number(Object(window.gaps).longest) : Infinity))
    console.log(`80 kB: the page was busy for ${Math.round(longest)} ms at a time`)
    expect(longest).toBeLessThan(LONGEST_FREEZE_MS)
  })
})
