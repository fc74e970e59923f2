/**
 * About how many tokens a text has. An exact tokenizer takes a megabyte and fits only one model.
 *
 * The estimate is accurate for ordinary texts and high for others. Anything that is not known to be part of ordinary words counts
 * with its bytes, because no tokenizer that works on bytes makes more tokens than that. If a text could be built to be estimated
 * too low, a visitor could spend more than the limits allow. `estimate.sampled.test.ts` measures the error.
 */
import {
  ALPHABETS,
  INDIAN_FROM,
  INDIAN_TO,
  isCommonPair,
  isCommonPunctuation,
  isCommonSign,
  isCommonThai,
  type Alphabet,
} from './alphabets.ts'

const encoder = new TextEncoder()

/** An upper bound for the tokens of a text. */
export const utf8Bytes = (text: string): number => encoder.encode(text).length

/** What the previous character was, as far as the next one's tokens depend on it. */
type Kind = 'start' | 'letter' | 'digit' | 'blank' | 'mark' | 'other'

/** Real words are seldom longer; anything longer is not treated as a word. */
const WORD_LETTERS = 12

/** A settled answer is estimated twice: for its cost, and for its size in the next prompt. */
let last = { text: '', tokens: 0 }

export function estimate(text: string): number {
  if (text !== last.text) last = { text, tokens: Math.ceil(new Estimate().of(text)) }
  return last.tokens
}

class Estimate {
  #kind: Kind = 'start'
  /** The codes of the two previous characters. */
  #before = 0
  #earlier = 0
  /** The number of letters in the word so far. */
  #letters = 0

  of(text: string): number {
    let tokens = 0
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      tokens += code < 0x80 ? this.#ascii(code) : this.#beyond(code)
      this.#earlier = this.#before
      this.#before = code
    }
    return tokens
  }

  #ascii(code: number): number {
    const lower = code | 0x20
    if (lower >= 0x61 && lower <= 0x7a) return this.#latin(code, lower)
    if (code >= 0x30 && code <= 0x39) return this.#become('digit') ? FIRST_DIGIT : DIGIT
    if (code === 0x20 || (code >= 0x09 && code <= 0x0d)) return this.#blank(code)
    if (code < 0x20 || code === 0x7f) return this.#other(1)
    if (this.#become('mark')) return 1
    return code === this.#before ? SAME_MARK : MARK
  }

  #latin(code: number, lower: number): number {
    if (this.#become('letter')) return this.#letter(1, 1)
    const before = this.#before
    // A capital in the middle of a word begins another token.
    if (code !== lower && (before & 0x20) !== 0) return this.#letter(RARE_PAIR, RARE_PAIR)
    const isCommon = before < 0x80 && isCommonPair(before | 0x20, lower)
    const cost = isCommon ? COMMON_PAIR : RARE_PAIR
    return this.#letter(code === lower ? cost : cost + CAPITAL, LONG_WORD)
  }

  /** A letter of a word, or of something too long to be one. */
  #letter(tokens: number, whenLong: number): number {
    this.#letters += 1
    return this.#letters > WORD_LETTERS ? Math.max(tokens, whenLong) : tokens
  }

  /** A single space before a word belongs to it. */
  #blank(code: number): number {
    if (this.#become('blank')) return code === 0x20 ? 0 : 1
    const isIndent = code === 0x20 || code === 0x09 || code === 0x0a
    return code !== this.#before ? BLANK : isIndent ? SAME_BLANK : 1
  }

  #beyond(code: number): number {
    // No language has words with the same character three times in a row.
    if (code === this.#before && code === this.#earlier) return bytesOf(code)
    if (code < 0x800 || (code >= 0x1ea0 && code <= 0x1ef9)) {
      const alphabet = alphabetOf(code)
      if (alphabet)
        return this.#become('letter')
          ? this.#letter(alphabet.first, 1)
          : this.#letter(this.#next(alphabet, code), LONG_LETTER)
    }
    if (code >= INDIAN_FROM && code <= INDIAN_TO) return this.#indian(code)
    if (isCommonThai(code)) return this.#become('letter') ? 1 : THAI
    if (isCommonSign(code)) return this.#other(COMMON_SIGN)
    if (isCommonPunctuation(code)) return this.#other(1)
    if (code >= 0x4e00 && code <= 0x9fff) return this.#other(RARE_HAN)
    if (code >= 0xac00 && code <= 0xd7a3) return this.#other(RARE_HANGUL)
    return this.#other(bytesOf(code))
  }

  #next({ next }: Alphabet, code: number): number {
    // Words seldom have the same letter twice in a row, or a capital after the first letter.
    return code === this.#before || isCapital(code) ? Math.max(next, LONG_LETTER) : next
  }

  /** Consonants, and what may follow one; nothing else forms a word. */
  #indian(code: number): number {
    const place = code & 0x7f
    const after = this.#kind === 'letter' && this.#before >> 7 === code >> 7 ? this.#before & 0x7f : -1
    const isWord = isConsonant(place) || (after >= 0 && follows(place, after))
    if (!isWord) {
      this.#become('letter')
      return after < 0 && isVowel(place) ? 1 : 3
    }
    if (this.#become('letter')) return this.#letter(INDIAN_FIRST, 1)
    return this.#letter(isConsonant(place) && isConsonant(after) ? INDIAN_CONSONANTS : INDIAN, INDIAN_LONG)
  }

  #other(tokens: number): number {
    this.#kind = 'other'
    return tokens
  }

  /** @returns whether something new begins here: the previous character was of another kind. */
  #become(kind: Kind): boolean {
    if (this.#kind === kind) return false
    this.#kind = kind
    this.#letters = 0
    return true
  }
}

const FIRST_DIGIT = 1.1
const DIGIT = 0.4
const MARK = 0.6
const SAME_MARK = 0.4
const BLANK = 0.75
const SAME_BLANK = 0.15
const COMMON_PAIR = 0.06
const RARE_PAIR = 0.6
const CAPITAL = 0.05
const LONG_WORD = 0.5
const LONG_LETTER = 0.85
const THAI = 0.6
const INDIAN_FIRST = 0.9
const INDIAN_CONSONANTS = 0.6
const INDIAN = 0.35
const INDIAN_LONG = 1.2
const COMMON_SIGN = 0.66
const RARE_HAN = 2.4
const RARE_HANGUL = 2.33

/** Greek and Russian capitals. */
const isCapital = (code: number): boolean => (code >= 0x0386 && code <= 0x03ab) || (code >= 0x0410 && code <= 0x042f)

/** In UTF-8; a character beyond the first 65,536 is two halves of two bytes each. */
const bytesOf = (code: number): number => (code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3)

function alphabetOf(code: number): Alphabet | undefined {
  return ALPHABETS.find(({ from, to }) => code >= from && code <= to)
}

const isConsonant = (place: number): boolean => place >= 0x15 && place <= 0x39
const isVowel = (place: number): boolean => place >= 0x05 && place <= 0x14
const isVowelSign = (place: number): boolean => (place >= 0x3e && place <= 0x4d) || place === 0x3c
const isFinalSign = (place: number): boolean => place >= 0x01 && place <= 0x03

function follows(place: number, after: number): boolean {
  if (isVowelSign(place)) return isConsonant(after) || after === 0x3c
  return isFinalSign(place) && (isConsonant(after) || isVowelSign(after) || isVowel(after))
}
