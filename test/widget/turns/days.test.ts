/** Times and dates in the chat: in its language, as the visitor's own region writes it. */
import { afterEach, expect, test, vi } from 'vitest'
import { dayLabel, timeLabel } from '../../../widget/turns/days.ts'
import { ALL_WORDS, TAGS } from '../../support/texts/all-words.ts'

afterEach(() => void vi.unstubAllGlobals())

const speaks = (...languages: string[]) => vi.stubGlobal('navigator', { languages })
const EARLY = new Date(2026, 10, 3, 0, 26).getTime()

test('a British visitor reads 24 hours and the day first, an American does not', () => {
  const { en } = ALL_WORDS
  const words = { ...en.words, ...en.turnsWords }
  speaks('de-DE', 'en-GB')
  expect(timeLabel(EARLY, words)).toBe('00:26')
  expect(dayLabel(EARLY, words)).toBe('3 Nov 2026')
  speaks('en-US')
  expect(timeLabel(EARLY, words)).toMatch(/^12:26\sAM$/)
  expect(dayLabel(EARLY, words)).toBe('Nov 3, 2026')
})

test.for(TAGS)('the language %s has times, whatever language the browser claims', (tag) => {
  for (const wish of ['en-US@posix', 'C', '', `${tag}@euro`]) {
    speaks(wish)
    expect(timeLabel(EARLY, ALL_WORDS[tag].words)).not.toBe('')
  }
})
