/** What pages get that listen to one turn: all of it, in order, however slowly they read and however many they are. */
import { afterEach, expect, test, vi } from 'vitest'
import { DRAIN_MILLISECONDS, LISTENERS, LiveTurn } from '../../../../worker/session/stream/live-turn.ts'

const MEBIBYTE = 1024 * 1024

afterEach(() => void vi.useRealTimers())

const newTurn = () => new LiveTurn({ seq: 1, attempt: 1, first: 0, detachedSeconds: 60 })

/** The words of a stream's events. */
const wordsOf = (stream: string): string =>
  [...stream.matchAll(/^event: delta\ndata: (.*)$/gm)]
    .map(([, data = '{}']) => {
      const { text }: { text: string } = JSON.parse(data)
      return text
    })
    .join('')

const readAll = async (stream: ReadableStream<Uint8Array>): Promise<string> =>
  wordsOf(await new Response(stream).text())

const say = (live: LiveTurn, text: string) => live.say({ event: 'delta', data: { text } })

test('a page that does not read for a long time gets everything afterwards, even more than a mebibyte', async () => {
  const live = newTurn()
  const late = live.attach(null)
  // Six bytes each in JSON.
  const words = Array.from({ length: 4 }, (_, index) => `${index}${'\u0001'.repeat(49_999)}`)
  for (const text of words) say(live, text)
  const resumed = live.attach(null)
  live.close()
  for (const stream of [late, resumed, live.attach(null)]) {
    const read = await readAll(stream)
    expect(JSON.stringify(read).length).toBeGreaterThan(MEBIBYTE)
    expect(read === words.join('')).toBe(true)
  }
})

test('what arrives while a page reads is sent once and in order, starting after any event', async () => {
  const live = newTurn()
  const whole = readAll(live.attach(null))
  const words = Array.from({ length: 500 }, (_, index) => `${index} `)
  const later: Promise<string>[] = []
  for (const [index, text] of words.entries()) {
    say(live, text)
    if (index % 100 === 50) {
      later.push(readAll(live.attach(live.n)))
      await scheduler.wait(1)
    }
  }
  live.close()
  expect(await whole).toBe(words.join(''))
  expect(await Promise.all(later)).toEqual([50, 150, 250, 350, 450].map((from) => words.slice(from + 1).join('')))
})

test('one page more than may listen disconnects the first one', async () => {
  const live = newTurn()
  const pages = Array.from({ length: LISTENERS }, () => live.attach(null))
  say(live, 'Hello')
  const last = live.attach(null)
  say(live, ' there')
  live.close()
  const [first, ...others] = pages.map(readAll)
  await expect(first).rejects.toThrow()
  for (const page of [...others, readAll(last)]) expect(await page).toBe('Hello there')
})

test('a page that does not read the end is disconnected after a while, and other pages are not', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const live = newTurn()
  const [stalled, quick] = [live.attach(null), readAll(live.attach(null))]
  say(live, 'Hello')
  live.close()
  expect(await quick).toBe('Hello')
  vi.advanceTimersByTime(DRAIN_MILLISECONDS - 1)
  const resumed = live.attach(null)
  expect(await readAll(resumed)).toBe('Hello')
  vi.advanceTimersByTime(1)
  await expect(readAll(stalled)).rejects.toThrow()
  expect(vi.getTimerCount()).toBe(0)
})
