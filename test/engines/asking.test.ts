/** The main job, and what a visitor does with an answer. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { asked, isUnbroken, newMark, release } from '../support/engines/asked.ts'
import { connect } from '../support/engines/connect.ts'
import { strangersPage } from '../support/engines/strangers-page.ts'
import type { Engine } from '../support/engines/tab.ts'
import { Visitor, visitorOf } from '../support/engines/visitor.ts'

const product = inject('product')
let engine: Engine

beforeAll(async () => {
  engine = await connect(inject('engine'))
})

afterAll(async () => {
  await engine?.end()
})

async function atTheShop(): Promise<Visitor> {
  const visitor = await visitorOf(engine, strangersPage(product))
  await visitor.open()
  return visitor
}

describe(inject('engine').name, () => {
  test('a visitor asks on the demo page, asks again, reloads and finds the conversation; nobody else does', async () => {
    const visitor = await visitorOf(engine, product.demoPage)
    expect(await visitor.run(() => localStorage.length + sessionStorage.length)).toBe(0)
    await visitor.open()
    await visitor.ask('中国首都在哪里')
    await expect.poll(() => visitor.answer()).toBe('中国的首都是北京。')
    await visitor.settled()
    await visitor.ask('人口是多少?')
    await expect.poll(() => visitor.answer()).toMatch(/北京.*2185/)
    await visitor.settled()
    const heard = (await asked(product, '人口是多少?')).at(-1)
    expect(heard?.map(({ content }) => content)).toEqual([
      '你是一个上知天文下知地理的百晓生',
      '中国首都在哪里',
      '中国的首都是北京。',
      '人口是多少?',
    ])

    await visitor.tab.reload()
    await visitor.open()
    await expect.poll(() => visitor.questions()).toEqual(['中国首都在哪里', '人口是多少?'])
    await expect.poll(() => visitor.answer()).toMatch(/北京.*2185/)

    const somebodyElse = await visitorOf(engine, product.demoPage)
    await somebodyElse.open()
    expect(await somebodyElse.questions()).toEqual([])
    // Without the first question the second means something else.
    await somebodyElse.ask('人口是多少?')
    await expect.poll(() => somebodyElse.answer()).toMatch(/哪里/)
  })

  test('words appear while the answer is still streaming', async () => {
    const visitor = await atTheShop()
    const mark = newMark()
    await visitor.ask(`slow ${mark}`)
    await expect.poll(() => visitor.answer()).toMatch(/^0 1 2 /)
    const before = await visitor.answer()
    await expect.poll(async () => (await visitor.answer()).length).toBeGreaterThan(before.length)
    await visitor.appears({ button: 'Stop answering' })
    await release(product, mark)
    await expect.poll(() => visitor.answer()).toMatch(/end$/)
    expect(isUnbroken(await visitor.answer())).toBe(true)
    await visitor.settled()
  })

  test('stop keeps the text so far; another try brings all of it', async () => {
    const visitor = await atTheShop()
    const mark = newMark()
    await visitor.ask(`slow ${mark}`)
    await expect.poll(() => visitor.answer()).toMatch(/^0 1 2 /)
    await visitor.click({ button: 'Stop answering' })
    await expect.poll(() => visitor.texts('.outcome')).toEqual([expect.stringContaining('You stopped this answer.')])
    const kept = await visitor.answer()
    expect(isUnbroken(kept, false)).toBe(true)

    await release(product, mark)
    await visitor.click({ button: 'Try again' })
    await expect.poll(() => visitor.answer()).toBe('end')
    await visitor.settled()
    await visitor.click({ button: 'Previous answer' })
    await expect.poll(() => visitor.answer()).toBe(kept)
    expect(await visitor.questions()).toEqual([`slow ${mark}`])
  })

  test('an answer that is interrupted says so, and can be tried again', async () => {
    const visitor = await atTheShop()
    const mark = newMark()
    await visitor.ask(`cut ${mark}`)
    await visitor.appears({ button: 'Try again' })
    expect(await visitor.questions()).toEqual([`cut ${mark}`])
    await visitor.click({ button: 'Try again' })
    await expect.poll(() => visitor.answer()).toBe('Whole at last.')
    expect(await visitor.questions()).toEqual([`cut ${mark}`])
    expect(await asked(product, mark)).toHaveLength(2)
  })

  test('the last question can be reworded', async () => {
    const visitor = await atTheShop()
    await visitor.ask('what is the captal of China?')
    await visitor.settled()
    await expect.poll(() => visitor.answer()).toMatch(/I cannot answer that/)
    await visitor.hover('.question')
    await visitor.click({ button: 'Edit question' })
    // All of it is selected: typing replaces it.
    await visitor.appears('.editor textarea')
    await visitor.type('what is the capital of China?')
    await visitor.press('Enter')
    await expect.poll(() => visitor.answer()).toBe('The capital of China is Beijing.')
    expect(await visitor.questions()).toEqual(['what is the capital of China?'])
  })

  test('a second question sent while the first is being answered waits for its turn', async () => {
    const visitor = await atTheShop()
    const mark = newMark()
    await visitor.run((_, first) => {
      for (const question of [first, 'what is the capital of China?']) window.inglenook?.('send', question)
    }, `slow ${mark}`)
    await expect.poll(() => visitor.questions()).toEqual([`slow ${mark}`, 'what is the capital of China?'])
    await expect.poll(() => visitor.answer()).toMatch(/^0 1 2 /)
    expect(await visitor.count('.turns .answer:not(.typing)')).toBe(1)
    await release(product, mark)
    await expect.poll(() => visitor.answer()).toBe('The capital of China is Beijing.')
    const [first = ''] = await visitor.texts('.turns .answer:not(.typing)')
    expect(isUnbroken(first.trim())).toBe(true)
  })
})
