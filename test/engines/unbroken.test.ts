/** The conversation survives what happens to a page, and belongs to its visitor. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { asked, isUnbroken, newMark, release } from '../support/engines/asked.ts'
import { connect } from '../support/engines/connect.ts'
import { openGate, type Gate } from '../support/engines/gate.ts'
import { strangersPage } from '../support/engines/strangers-page.ts'
import type { Engine } from '../support/engines/tab.ts'
import { Visitor, visitorOf, waitFor } from '../support/engines/visitor.ts'

const product = inject('product')
const { name, downloads } = inject('engine')
let engine: Engine

beforeAll(async () => {
  engine = await connect(inject('engine'))
})

afterAll(async () => {
  await engine?.end()
})

async function atTheShop(url = strangersPage(product)): Promise<Visitor> {
  const visitor = await visitorOf(engine, url)
  await visitor.open()
  return visitor
}

const QUESTION = 'what is the capital of China?'
const ANSWER = 'The capital of China is Beijing.'

async function asks(visitor: Visitor, question: string): Promise<void> {
  await visitor.ask(question)
  await expect.poll(() => visitor.questions()).toContain(question)
  await visitor.settled()
}

/** As a tunnel does: the connections break, and the browser says that there is no network. */
async function enterTunnel(visitor: Visitor, gate: Gate): Promise<void> {
  await gate.close()
  await visitor.run(() => {
    Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false })
    dispatchEvent(new Event('offline'))
  })
}

async function leaveTunnel(visitor: Visitor, gate: Gate): Promise<void> {
  await gate.open()
  await visitor.run(() => {
    Reflect.deleteProperty(navigator, 'onLine')
    dispatchEvent(new Event('online'))
  })
}

describe(name, () => {
  test('after a reload in mid-answer, the same answer continues', async () => {
    const visitor = await atTheShop()
    const mark = newMark()
    await visitor.ask(`slow ${mark}`)
    await expect.poll(() => visitor.answer()).toMatch(/^0 1 2 /)
    await visitor.tab.reload()
    await visitor.open()
    await expect.poll(() => visitor.answer()).toMatch(/^0 1 2 /)
    expect(isUnbroken(await visitor.answer(), false)).toBe(true)
    await visitor.appears({ button: 'Stop answering' })
    await release(product, mark)
    await expect.poll(() => visitor.answer()).toMatch(/end$/)
    expect(isUnbroken(await visitor.answer())).toBe(true)
    expect(await visitor.questions()).toEqual([`slow ${mark}`])
    expect(await asked(product, mark)).toHaveLength(1)
  })

  test('two tabs show the same growing answer; stopping it in one stops both', async () => {
    const mark = newMark()
    const profile = await engine.freshProfile()
    const open = async () => {
      const visitor = new Visitor(await profile.tab())
      await visitor.tab.goto(strangersPage(product))
      await visitor.open()
      return visitor
    }
    const first = await open()
    await first.ask(`slow ${mark}`)
    await expect.poll(() => first.answer()).toMatch(/^0 1 2 /)
    const second = await open()
    await expect.poll(() => second.answer()).toMatch(/^0 1 2 /)
    await second.click({ button: 'Stop answering' })
    for (const each of [first, second]) {
      await expect.poll(() => each.texts('.outcome')).toEqual([expect.stringContaining('You stopped this answer.')])
    }
    expect(await first.answer()).toBe(await second.answer())
    await second.ask(QUESTION)
    for (const each of [first, second]) {
      await expect.poll(() => each.questions()).toEqual([`slow ${mark}`, QUESTION])
      await expect.poll(() => each.answer()).toBe(ANSWER)
    }
    expect(await asked(product, mark)).toHaveLength(1)
  })

  test('a network that drops and returns loses no word and doubles none', async () => {
    const gate = await openGate(product.worker)
    onTestFinished(() => gate.close())
    const visitor = await atTheShop(strangersPage(product, { worker: gate.url }))
    const mark = newMark()
    await visitor.ask(`slow ${mark}`)
    await expect.poll(() => visitor.answer()).toMatch(/^0 1 2 /)
    await enterTunnel(visitor, gate)
    await expect
      .poll(() => visitor.texts('.notice'))
      .toContain('You are offline. The chat continues when you are back online.')
    const inTheTunnel = await visitor.answer()
    await leaveTunnel(visitor, gate)
    await expect.poll(async () => (await visitor.answer()).length).toBeGreaterThan(inTheTunnel.length)
    await release(product, mark)
    await expect.poll(() => visitor.answer()).toMatch(/end$/)
    expect(isUnbroken(await visitor.answer())).toBe(true)
    expect(await asked(product, mark)).toHaveLength(1)
  })

  test('a question asked without a network is sent when there is one', async () => {
    const gate = await openGate(product.worker)
    onTestFinished(() => gate.close())
    const visitor = await atTheShop(strangersPage(product, { worker: gate.url }))
    await asks(visitor, QUESTION)
    const mark = newMark()
    await enterTunnel(visitor, gate)
    await visitor.ask(`rtl ${mark}`)
    await expect.poll(() => visitor.questions()).toEqual([QUESTION, `rtl ${mark}`])
    expect(await asked(product, mark)).toHaveLength(0)
    await leaveTunnel(visitor, gate)
    await visitor.settled()
    await expect.poll(() => visitor.answer()).toContain('ראשון')
    expect(await asked(product, mark)).toHaveLength(1)
  })

  test('a browser that refuses storage can still chat, and forgets with the page', async () => {
    const head = `<script>for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('The operation is insecure.', 'SecurityError') } })
    </script>`
    const visitor = await atTheShop(strangersPage(product, { head }))
    await visitor.ask(QUESTION)
    await expect.poll(() => visitor.answer()).toBe(ANSWER)
    await visitor.tab.reload()
    await visitor.open()
    expect(await visitor.questions()).toEqual([])
  })

  test('an earlier conversation is in the menu, and can be continued', async () => {
    const visitor = await atTheShop()
    await asks(visitor, QUESTION)
    await visitor.click({ button: 'New conversation' })
    await expect.poll(() => visitor.questions()).toEqual([])
    await asks(visitor, 'what is Inglenook?')
    await visitor.click({ button: 'Conversations and privacy' })
    await expect.poll(() => visitor.texts('.entry span')).toEqual(['what is Inglenook?', QUESTION])
    await visitor.press('Escape')
    await visitor.goes('.menu')
    await visitor.click({ button: 'Conversations and privacy' })
    await visitor.click('li:last-child > .entry')
    await expect.poll(() => visitor.questions()).toEqual([QUESTION])
    await asks(visitor, 'and the population?')
    const heard = (await asked(product, 'and the population?')).at(-1)
    expect(heard?.map(({ content }) => content).slice(1)).toEqual([QUESTION, ANSWER, 'and the population?'])
  })

  test('the transcript is a file with the conversation', async () => {
    const visitor = await atTheShop()
    const mark = newMark()
    await asks(visitor, `rich ${mark}`)
    await visitor.click({ button: 'Conversations and privacy' })
    await visitor.click({ button: 'Download as text' })
    const file = await waitFor('the file', async () => {
      const found = (await readdir(downloads, { recursive: true })).filter((file) =>
        /Shop \d{4}-\d\d-\d\d.*\.md$/.test(file),
      )
      const texts = await Promise.all(found.map((file) => readFile(path.join(downloads, file), 'utf8')))
      return texts.find((text) => text.includes(mark))
    })
    expect(file).toContain('**You**')
    expect(file).toContain('Here is **some** code:')
  })

  test('“Forget me” asks first, then erases the conversation here and at the Worker', async () => {
    const visitor = await atTheShop()
    await asks(visitor, QUESTION)
    const { token } = await visitor.run(() => JSON.parse(localStorage.getItem('inglenook:shop') ?? '{}'))
    await visitor.click({ button: 'Conversations and privacy' })
    await visitor.click({ button: 'Forget me' })
    await visitor.click({ button: 'Cancel' })
    await visitor.click({ button: 'Forget me' })
    await visitor.click({ button: 'Erase everything' })
    await expect.poll(() => visitor.texts('.menu p')).toContain('Everything has been erased.')
    expect(await visitor.run(() => localStorage.getItem('inglenook:shop'))).toBeNull()
    expect(await visitor.questions()).toEqual([])
    const headers = { authorization: `Bearer ${token}`, origin: product.strangers }
    expect((await fetch(`${product.worker}/v1/session`, { headers })).status).toBe(401)
  })
})
