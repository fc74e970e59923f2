/** Our estimate against the tokenizers of OpenAI: never far too low, whatever is written, and not much too high where people write. */
import { countTokens as cl100k } from 'gpt-tokenizer/encoding/cl100k_base'
import { countTokens as o200k } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, test } from 'vitest'
import { estimate, utf8Bytes } from '../../../worker/base/tokens/estimate.ts'
import { sample } from '../../support/sampling/sampling.ts'
import { seeded, type Seeded } from '../../support/sampling/seeded.ts'
import { PROSE } from '../../support/texts/prose.ts'

/** How many times the estimate a real count may be. */
const TOO_LOW = 1.3
/** The older tokenizer knows fewer words of Greek, Vietnamese and Indian scripts. */
const TOO_LOW_FOR_THE_OLDER = 1.6
const TOO_HIGH = 1.6

/** A token's name in a text is only a text. */
const AS_TEXT = { disallowedSpecial: new Set<string>() }
const real = { o200k: (text: string) => o200k(text, AS_TEXT), cl100k: (text: string) => cl100k(text, AS_TEXT) }

const BLOCK = 128
const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff
/** All of the first two planes, and pieces of the others: what tokenizers know is in the first. */
const BLOCKS = [
  ...Array.from({ length: 0x20000 / BLOCK }, (_, block) => block * BLOCK),
  0x20000,
  0x2a700,
  0x30000,
  0xe0000,
  0xe0100,
  0xf0000,
  0x10ff00,
].filter((from) => !isSurrogate(from))
const codesOf = (from: number): number[] => Array.from({ length: BLOCK }, (_, index) => from + index)
const pick = (random: Seeded, codes: readonly number[], length: number): string =>
  Array.from({ length }, () => String.fromCodePoint(codes[random.whole(0, codes.length - 1)] ?? 0)).join('')

/** Few signs say little: several texts of a length are counted together. */
function texts(random: Seeded, codes: readonly number[]): Record<string, string[]> {
  const many = (count: number, length: number) => Array.from({ length: count }, () => pick(random, codes, length))
  return { 'of 1': many(200, 1), 'of 8': many(40, 8), 'of 300': many(2, 300), words: [many(60, 4).join(' ')] }
}

const sum = (all: readonly string[], count: (text: string) => number): number =>
  all.reduce((total, text) => total + count(text), 0)

/** How many times the estimate these are, at most, by the newer tokenizer and by the older one. */
function tooLow(all: readonly string[]): { o200k: number; cl100k: number } {
  const estimated = sum(all, estimate)
  return { o200k: sum(all, real.o200k) / estimated, cl100k: sum(all, real.cl100k) / estimated }
}

describe('texts that nobody would write', () => {
  test.for(sample(BLOCKS, 150).map((from) => [from.toString(16), from] as const))(
    'of random characters from U+%s on are not estimated far too low',
    ([, from]) => {
      for (const [length, all] of Object.entries(texts(seeded(from), codesOf(from)))) {
        const { o200k, cl100k } = tooLow(all)
        expect(o200k, length).toBeLessThanOrEqual(TOO_LOW)
        expect(cl100k, length).toBeLessThanOrEqual(TOO_LOW_FOR_THE_OLDER)
      }
    },
  )

  const codes = (signs: string): number[] => Array.from(signs, (sign) => sign.codePointAt(0) ?? 0)
  const ODD: Readonly<Record<string, number[]>> = {
    'blanks of every kind': codes(' \t\n\r\v\f\u1680\u205f\u2028\u2029\u00a0\u3000\u2003\u202f'),
    'blanks of Ogham': codes('\u1680\u205f'),
    'blanks of ASCII': codes(' \t\n\r\v\f'),
    'hexadecimal digits': codes('0123456789abcdef'),
    'hexadecimal digits in capitals': codes('0123456789ABCDEF'),
    digits: codes('0123456789'),
    base64: codes('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'),
    punctuation: codes('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
    capitals: codes('ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
    'families of emoji': codes('👩👨👧🏽\u200d\ufe0f❤'),
    'what is not seen': codes('\u200b\u200c\u200d\ufeff\u2060'),
    'Yi syllables': Array.from({ length: 1165 }, (_, index) => 0xa000 + index),
    'Chinese signs': Array.from({ length: 20_992 }, (_, index) => 0x4e00 + index),
    'Korean syllables': Array.from({ length: 11_172 }, (_, index) => 0xac00 + index),
  }
  test.for(Object.entries(ODD))('of %s are not estimated far too low', ([, signs]) => {
    for (const [length, all] of Object.entries(texts(seeded(1), signs))) {
      const { o200k, cl100k } = tooLow([...all, pick(seeded(2), signs, 4000)])
      expect(Math.max(o200k, cl100k), length).toBeLessThanOrEqual(TOO_LOW)
    }
  })

  test.for(['\r', '\f', '}', 'Ж', 'ג', 'क', 'ก', '的', '龘', '뷁', '😀', '\u1680'])(
    'of endless %j are not estimated far too low',
    (sign) => {
      const { o200k, cl100k } = tooLow([sign.repeat(400)])
      expect(Math.max(o200k, cl100k)).toBeLessThanOrEqual(TOO_LOW)
    },
  )

  const LETTERS: Readonly<Record<string, number[]>> = {
    Latin: codes('abcdefghijklmnopqrstuvwxyz'),
    Russian: codes('абвгдежзийклмнопрстуфхцчшщъыьэюя'),
    Greek: codes('αβγδεζηθικλμνξοπρστυφχψω'),
    Arabic: codes('ابتثجحخدذرزسشصضطظعغفقكلمنهوي'),
    Hebrew: codes('אבגדהוזחטיכלמנסעפצקרשת'),
    Hindi: codes('कखगघचछजझटठडढतथदधनपफबभमयरलवशषसह'),
  }
  test.for(Object.entries(LETTERS))('of words of random %s letters are estimated at half at least', ([, letters]) => {
    const random = seeded(3)
    const words = Array.from({ length: 500 }, () => pick(random, letters, random.whole(1, 12))).join(' ')
    expect(tooLow([words]).o200k).toBeLessThanOrEqual(2)
  })

  test('never have more tokens than bytes, which is what questions reserve', () => {
    for (const from of sample(BLOCKS, 40, 1)) {
      const text = pick(seeded(from), codesOf(from), 300)
      expect(Math.max(real.o200k(text), real.cl100k(text))).toBeLessThanOrEqual(utf8Bytes(text))
    }
  })
})

describe('what people write', () => {
  test.for(Object.entries(PROSE))('in %s is estimated neither too low nor much too high', ([, text]) => {
    const estimated = estimate(text)
    expect(real.o200k(text) / estimated).toBeLessThanOrEqual(TOO_LOW)
    expect(estimated / real.o200k(text)).toBeLessThanOrEqual(TOO_HIGH)
  })
})
