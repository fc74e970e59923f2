/** What is fetched for a screen, whatever order the answers come in. */
import { effect, signal } from '@preact/signals'
import { expect, test } from 'vitest'
import { Refusal } from '../../../console/api/ask.ts'
import { loaded } from '../../../console/api/loaded.ts'

test('the answer to an older question does not replace the answer to a newer one', async () => {
  const list = loaded<string>()
  const older = Promise.withResolvers<string>()
  const first = list.load(() => older.promise)
  await list.load(async () => 'newer')
  older.resolve('older')
  await first
  expect(list.now.value).toEqual({ state: 'there', value: 'newer' })
})

test('an older question that fails late does not replace the answer to a newer one', async () => {
  const list = loaded<string>()
  const older = Promise.withResolvers<string>()
  const first = list.load(() => older.promise)
  list.set('known')
  older.reject(new Refusal('offline'))
  await first
  expect(list.now.value).toEqual({ state: 'there', value: 'known' })
})

test('the reason for a failure stays visible during the next try, and disappears with the answer', async () => {
  const list = loaded<string>()
  const refusal = new Refusal('offline')
  await list.load(() => Promise.reject(refusal))
  expect(list.now.value).toEqual({ state: 'failed', refusal, before: null })
  const again = Promise.withResolvers<string>()
  const second = list.load(() => again.promise)
  expect(list.now.value).toEqual({ state: 'loading', refusal, before: null })
  again.resolve('there')
  await second
  expect(list.now.value).toEqual({ state: 'there', value: 'there' })
  const third = list.load(async () => 'newer')
  expect(list.now.value).toEqual({ state: 'loading', refusal: null, before: 'there' })
  await third
})

test('an effect that loads depends on what it reads, not on what it loads', async () => {
  const wanted = signal(1)
  const found = loaded<number>()
  let loads = 0
  const end = effect(() => {
    const { value } = wanted
    void found.load(async () => {
      loads += 1
      return value
    })
  })
  const settled = async (value: number) => expect.poll(() => found.now.value).toEqual({ state: 'there', value })
  await settled(1)
  wanted.value = 2
  await settled(2)
  expect(loads).toBe(2)
  end()
})
