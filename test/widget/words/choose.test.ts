/** Which language the panel speaks, and that its words come: with the modules as the build makes them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Tag } from '../../../widget/words/words.ts'
import { ALL_WORDS, TAGS } from '../../support/texts/all-words.ts'
import { buildChoice } from '../../support/browser/built-words.ts'

let choice: Awaited<ReturnType<typeof buildChoice>>
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'words-'))
  choice = await buildChoice(folder, TAGS)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

/** A wish, and what it gets. */
const SPOKEN: readonly (readonly [string, Tag])[] = [
  ...TAGS.map((tag) => [tag, tag] as const),
  ...TAGS.map((tag) => [tag.toUpperCase(), tag] as const),
  ...TAGS.map((tag) => [tag.toLowerCase().replace('-', '_'), tag] as const),
  ['en-GB', 'en'],
  ['fr-CA', 'fr'],
  ['es-419', 'es'],
  ['de-AT', 'de'],
  ['ar-EG', 'ar'],
  ['hi-IN', 'hi'],
  ['ru-UA', 'ru'],
  ['ja-JP', 'ja'],
  ['ko_KR', 'ko'],
  ['pt', 'pt-BR'],
  ['pt-PT', 'pt-BR'],
  ['zh', 'zh-CN'],
  ['zh-SG', 'zh-CN'],
  ['zh-Hans', 'zh-CN'],
  ['zh-Hans-TW', 'zh-CN'],
  ['zh-Hans-HK', 'zh-CN'],
  ['zh-Hant', 'zh-TW'],
  ['zh-Hant-CN', 'zh-TW'],
  ['zh-HK', 'zh-TW'],
  ['zh-MO', 'zh-TW'],
  ['ZH_hant_hk', 'zh-TW'],
  ['zh-TW-u-ca-roc', 'zh-TW'],
]

/**
 * None of these will ever be spoken: codes for private use (RFC 5646 §2.2.1, §2.2.7), codes of three letters for languages that
 * have one of two (never used in a tag), and what is not a tag.
 */
const UNSPOKEN = ['qaa', 'qtz-IR', 'x-klingon', 'eng', 'ara', 'fra', 'zho', 'ar1', 'und', '', '-', '*', 'constructor']

test.for(SPOKEN)('%s gets %s', ([wish, tag]) => expect(choice.chooseLocale(wish)).toBe(tag))

describe('an unsupported language', () => {
  test.for(UNSPOKEN)('“%s” gives way to the next preference', (wish) => {
    expect(choice.chooseLocale(wish, 'fr')).toBe('fr')
    expect(choice.chooseLocale(wish, undefined, 'qab', 'zh-HK', 'fr')).toBe('zh-TW')
  })

  test.for(UNSPOKEN)('“%s” alone gets English', (wish) => expect(choice.chooseLocale(wish)).toBe('en'))
})

test('the first supported preference decides, and without one it is English', () => {
  expect(choice.chooseLocale('de', 'fr', 'ar')).toBe('de')
  expect(choice.chooseLocale(undefined, '', 'ar', 'de')).toBe('ar')
  expect(choice.chooseLocale()).toBe('en')
  expect(choice.chooseLocale(undefined, undefined)).toBe('en')
})

test('right-to-left languages run from right to left, whatever the page does', () => {
  const isWrittenSo = (tag: Tag) => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(ALL_WORDS[tag].words.send)
  expect(TAGS.filter((tag) => choice.directionOf(tag) === 'rtl')).toEqual(TAGS.filter(isWrittenSo))
  expect(isWrittenSo('ar')).toBe(true)
  expect(choice.directionOf(choice.chooseLocale('qaa', 'qab'))).toBe('ltr')
  expect(choice.directionOf(choice.chooseLocale('qaa', 'ar-SA'))).toBe('rtl')
})

test.for(TAGS)('the words of %s load, each part separately', async (tag) => {
  const { words, turnsWords, menuWords } = ALL_WORDS[tag]
  const came = await choice.loadWords(tag)
  expect(came.language).toBe(tag)
  expect(came.trouble).toEqual(words.trouble)
  expect(came.unread(21)).toBe(words.unread(21))
  const forTurns = await choice.loadTurnsWords(tag)
  expect((await choice.loadMenuWords(tag)).forgetMeMeans).toBe(menuWords.forgetMeMeans)
  expect(forTurns.answerOf(2, 3)).toBe(turnsWords.answerOf(2, 3))
})
