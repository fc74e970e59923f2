/** What a page does with the chat, and what it allows it. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connect } from '../support/engines/connect.ts'
import { strangersPage } from '../support/engines/strangers-page.ts'
import type { Engine } from '../support/engines/tab.ts'
import { visitorOf } from '../support/engines/visitor.ts'
import { ELEMENTS, NAMES } from '../support/browser/shadowing.ts'

const product = inject('product')
let engine: Engine

beforeAll(async () => {
  engine = await connect(inject('engine'))
})

afterAll(async () => {
  await engine?.end()
})

/** Of the document, read by `test/support/engines/in-page.ts`. */
const OWN_NAMES: ReadonlySet<string> = new Set([
  'activeElement',
  'querySelector',
  'querySelectorAll',
  'readyState',
  'documentElement',
  'body',
])

const QUESTION = 'what is the capital of China?'
const ANSWER = 'The capital of China is Beijing.'

const violations = async (): Promise<string[]> => (await fetch(`${product.strangers}/violations`)).json()

describe(inject('engine').name, () => {
  test('a page opens the chat, asks and gets the answer’s events', async () => {
    const head = `<script>window.heard = []
      for (const name of ['ready', 'open', 'message:complete', 'close'])
        document.addEventListener('inglenook:' + name, (event) => heard.push([name, event.detail.text ?? '']))
      window.inglenook = function () { (inglenook.q = inglenook.q || []).push(arguments) }
      inglenook('open')
    </script>`
    const visitor = await visitorOf(engine, strangersPage(product, { head }))
    await visitor.isReady()
    await visitor.run((_, question) => window.inglenook?.('send', question), QUESTION)
    const heard = () => visitor.run(() => ('heard' in window ? window.heard : undefined))
    await expect.poll(heard).toEqual([
      ['ready', ''],
      ['open', ''],
      ['message:complete', ANSWER],
    ])
    await visitor.run(() => window.inglenook?.('close'))
    await visitor.goes('.panel')
    await expect.poll(heard).toContainEqual(['close', ''])
  })

  test('an <inglenook-chat> is part of its page, beside the bubble', async () => {
    const body = '<inglenook-chat site="shop" style="width: 500px"></inglenook-chat>'
    const visitor = await visitorOf(engine, strangersPage(product, { body }))
    await visitor.isReady()
    await visitor.ask(QUESTION)
    await expect.poll(() => visitor.answer()).toBe(ANSWER)
    const box = await visitor.run(() => document.querySelector('inglenook-chat')?.getBoundingClientRect().width)
    expect(box).toBe(500)
  })

  // What looks at the page from outside reads some of these too.
  const shadowed = NAMES.filter((name) => !OWN_NAMES.has(name))
  test.for(Object.entries(ELEMENTS))('%s elements named like what it reads change nothing', async ([, element]) => {
    const visitor = await visitorOf(engine, strangersPage(product, { head: `<body>${shadowed.map(element).join('')}` }))
    expect(await visitor.run(() => document.currentScript !== null)).toBe(true)
    await visitor.open()
    await visitor.ask(QUESTION)
    await expect.poll(() => visitor.answer()).toBe(ANSWER)
  })

  test('the teaser opens the chat', async () => {
    const visitor = await visitorOf(
      engine,
      strangersPage(product, { attributes: 'data-teaser="&lt;b&gt;May I help?"' }),
    )
    await visitor.click({ button: '<b>May I help?' })
    await visitor.isReady()
    await visitor.goes('.teaser')
  })

  test('under a strict policy everything works, and nothing is reported', async () => {
    const worker = product.worker
    const policy = `default-src 'none'; script-src ${worker}; connect-src ${worker}; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'`
    await violations()
    const visitor = await visitorOf(engine, strangersPage(product, { policy }))
    await visitor.open()
    await visitor.ask('rich')
    await expect.poll(() => visitor.count('.answer pre code span')).toBeGreaterThan(0)
    await visitor.settled()
    await visitor.click({ button: 'Good answer' })
    await visitor.click({ button: 'Conversations and privacy' })
    await visitor.click({ button: 'New conversation' })
    await expect.poll(() => visitor.questions()).toEqual([])
    // A breach of the policy after all of this is reported after all of it.
    await visitor.run(() => document.body.append(Object.assign(new Image(), { src: '/breach.png' })))
    const reported: string[] = []
    await expect
      .poll(async () => {
        reported.push(...(await violations()))
        return reported.join('\n')
      })
      .toContain('/breach.png')
    // Firefox looks for the page’s own icon, and reports that the page does not allow it.
    const others = reported.filter((report) => !report.includes('/breach.png') && !report.includes('/favicon.ico'))
    expect(others).toEqual([])
  })
})
