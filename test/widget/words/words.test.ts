/** What the widget says, in every language. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Tag } from '../../../widget/words/words.ts'
import { ALL_WORDS, TAGS, type AllWords } from '../../support/texts/all-words.ts'

const COUNTS = [0, 1, 2, 5, 11, 21, 100]
/** In no alphabet: only a language's own letters are left of what is said about it. */
const NAME = '★'

/** Everything that can be said, one sentence a line, by its place in the file. */
function sentences({ words, turnsWords, menuWords, challengeWords }: AllWords): Map<string, string> {
  const said = new Map<string, string>()
  const { trouble, ...plain } = words
  for (const [key, value] of Object.entries({ ...plain, ...turnsWords, ...menuWords, ...challengeWords }))
    if (typeof value === 'string') said.set(key, value)
  for (const [key, value] of Object.entries(trouble)) said.set(`trouble.${key}`, value)
  said.set('chatWith', words.chatWith(NAME))
  said.set('writing', turnsWords.writing(NAME))
  said.set('answerOf', turnsWords.answerOf(2, 3))
  for (const count of COUNTS) {
    said.set(`charactersLeft ${count}`, words.charactersLeft(count))
    said.set(`unread ${count}`, words.unread(count))
  }
  return said
}

const shape = (part: object) =>
  Object.entries(part)
    .map(([key, value]) => `${key}: ${typeof value}`)
    .toSorted()

test('there is a file for every language, and a test of every file', () => {
  const others = new Set([
    'challenge-words.ts',
    'choose.ts',
    'trouble.ts',
    'turn-trouble.ts',
    'menu-words.ts',
    'turns-words.ts',
    'words.ts',
  ])
  const files = readdirSync(path.join(import.meta.dirname, '../../../widget/words')).filter((name) => !others.has(name))
  expect(files.toSorted()).toEqual(TAGS.map((tag) => `${tag}.ts`).toSorted())
  expect(Object.keys(ALL_WORDS).toSorted()).toEqual(TAGS.toSorted())
})

describe.for(TAGS)('%s', (tag) => {
  const { words, turnsWords, menuWords, challengeWords } = ALL_WORDS[tag]
  const said = sentences(ALL_WORDS[tag])

  test('has every word, and nothing else', () => {
    expect(shape(words)).toEqual(shape(ALL_WORDS.en.words))
    expect(shape(words.trouble)).toEqual(shape(ALL_WORDS.en.words.trouble))
    expect(shape(turnsWords)).toEqual(shape(ALL_WORDS.en.turnsWords))
    expect(shape(menuWords)).toEqual(shape(ALL_WORDS.en.menuWords))
    expect(shape(challengeWords)).toEqual(shape(ALL_WORDS.en.challengeWords))
    expect([...said].filter(([, text]) => !text || text !== text.trim())).toEqual([])
  })

  test('names its language', () => expect(words.language).toBe(tag))

  test('uses typographic ellipses and apostrophes', () => {
    expect([...said].filter(([, text]) => /\.\.|['"`]/.test(text))).toEqual([])
  })

  test('fills in names and counts', () => {
    expect(words.chatWith('Ada')).toContain('Ada')
    expect(turnsWords.writing('Ada')).toContain('Ada')
    expect(turnsWords.answerOf(2, 3)).toMatch(/2.*3|3.*2/)
    for (const count of COUNTS.filter((each) => each > 2)) {
      expect(words.unread(count)).toContain(String(count))
      expect(words.charactersLeft(count)).toContain(String(count))
    }
  })

  test('says the same for two counts with the same plural form', () => {
    const rules = new Intl.PluralRules(tag)
    const form = (count: number) => words.unread(count).replace(String(count), '#')
    for (const one of COUNTS) {
      const alike = COUNTS.filter((other) => rules.select(other) === rules.select(one))
      expect(new Set(alike.map(form)).size, `${alike}`).toBe(1)
    }
  })

  test('is short where there is little room', () => {
    const buttons = [
      'tryAgain',
      'jumpToLatest',
      'leaveOut',
      'cancel',
      'sendComment',
      'forgetMe',
      'forgetNow',
      'downloadText',
    ]
    expect(buttons.filter((key) => (said.get(key) ?? '').length > 28)).toEqual([])
  })
})

/** A language's own letters, where they are not Latin. */
const SCRIPTS: readonly (readonly [Tag, RegExp])[] = [
  ['zh-CN', /\p{Script=Han}/u],
  ['zh-TW', /\p{Script=Han}/u],
  ['ja', /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}/u],
  ['ko', /\p{Script=Hangul}/u],
  ['ru', /\p{Script=Cyrillic}/u],
  ['ar', /\p{Script=Arabic}/u],
  ['hi', /\p{Script=Devanagari}/u],
]

test.for(SCRIPTS)('%s is written in its own script, without leftover English', ([tag, script]) => {
  const { language, ...rest } = Object.fromEntries(sentences(ALL_WORDS[tag]))
  expect(language).toBe(tag)
  const strange = Object.entries(rest).filter(
    ([, text]) => !script.test(text) || /\p{Script=Latin}/u.test(text.replace('JSON', '')),
  )
  expect(strange).toEqual([])
})

const inLatin = TAGS.filter((tag) => tag !== 'en' && !SCRIPTS.some(([other]) => other === tag))

test.for(inLatin)('%s is written in Latin letters, and differs from English everywhere', (tag) => {
  const english = sentences(ALL_WORDS.en)
  const same = [...sentences(ALL_WORDS[tag])].filter(([key, text]) => english.get(key) === text)
  expect(same).toEqual([])
  const strange = [...sentences(ALL_WORDS[tag])].filter(([, text]) => /(?!\p{Script=Latin})\p{L}/u.test(text))
  expect(strange).toEqual([])
})

test('zh-TW uses the characters and words of Taiwan', () => {
  const big5 = new TextDecoder('big5')
  const traditional = new Set<string>()
  for (let lead = 0xa4; lead <= 0xf9; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) traditional.add(big5.decode(Uint8Array.of(lead, trail)))
  const text = [...sentences(ALL_WORDS['zh-TW']).values()].join('')
  const han = text.match(/\p{Script=Han}/gu) ?? []
  expect(han.length).toBeGreaterThan(200)
  expect(han.filter((character) => !traditional.has(character))).toEqual([])
  expect(text).not.toMatch(/網絡|服務器|信息|代碼|文本|加載|反饋|重試/)
})

test('French has a no-break space before its high punctuation', () => {
  const text = [...sentences(ALL_WORDS.fr).values()].join('\n')
  expect(text.match(/[\u00a0\u202f][:;?!]/g)).not.toBeNull()
  expect(text).not.toMatch(/[^\u00a0\u202f][:;?!]/)
})
