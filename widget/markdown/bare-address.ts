import { match } from './link-target.ts'

/** An address ends at spaces, angle or square brackets, Unicode punctuation, and Chinese, Japanese or Korean text or emoji. */
const PLAIN = '[^\\s<[\\]\\u2000-\\u206f\\u2e80-\\u{10ffff}]'
const LETTER = '[\\p{L}\\p{M}\\p{N}]'
/**
 * `北京` in `/wiki/北京` is part of the address. In `/wiki北京` it continues the sentence, because Chinese is written without
 * spaces. Once such letters have begun a part of the path, they continue it.
 */
const PATH = `(?:${PLAIN}|(?<=[/=&#_~%+:-]|_\\(|[\\u2e80-\\u{10ffff}])${LETTER}){0,2000}`
/** A host in other scripts or with an emoji. `a.example和b.example` is two hosts. */
const HOST = `(?:[-\\w]|${LETTER}|\\p{So}|\\u200d){1,63}\\.(?:(?:[-\\w]{1,63}|(?:(?![!-~])${LETTER}){1,63})\\.){0,3}(?:[a-z]{2,63}|(?:(?![!-~])${LETTER}){1,20}(?=/))`
const WEB = new RegExp(`(?:https?://|www\\.)(?:${HOST})?(?:(?![/?#])${PLAIN}){0,300}(?:[/?#]${PATH})?`, 'iuy')
const MAIL = /(?:mailto:)?[\w.+-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+/iy
/** How many characters after an address can still make it longer. */
export const BEHIND_ADDRESS = 400

/** The text before a mail address that belongs to another kind of address. */
const OTHER_SCHEME = /(?:\/\/|\b(?:xmpp|sips?|acct|im):)$/i
/** A host without a dot, followed by characters that no address contains. */
const CUT_HOST = /^https?:\/\/[^./?#:]*$/i
const CUT_BY = /[\p{L}\p{N}\p{So}]/uy
/** The first word of a path, if the sentence was already Chinese before the address. */
const WORDS_AT_ROOT = /^https?:\/\/[^/]*\/(?=[\u2e80-\u{10ffff}])/iu
const WIDE_BEFORE = /(?=[\u2e80-\u{10ffff}])\p{L}$/u

export interface BareAddress {
  /** Empty if there is none. */
  words: string
  /** How far the text had to be read. */
  readTo: number
}

/** The web or mail address without brackets that begins at `at`. */
export function bareAddressAt(text: string, at: number): BareAddress {
  const none = { words: '', readTo: at }
  const before = text[at - 1] ?? ''
  if (/[^\W_]/.test(before)) return none
  const web = before === '_' ? undefined : match(WEB, text, at)?.[0]
  if (web === undefined) return mailAt(text, at)

  const readTo = at + web.length
  let words = trimmed(web)
  if (WIDE_BEFORE.test(text.slice(Math.max(0, at - 2), at))) words = WORDS_AT_ROOT.exec(words)?.[0] ?? words
  if (!/[/.][\p{L}\p{N}\p{So}_]/u.test(words) || (CUT_HOST.test(words) && match(CUT_BY, text, at + words.length)))
    words = ''
  return { words, readTo }
}

function mailAt(text: string, at: number): BareAddress {
  const mail = OTHER_SCHEME.test(text.slice(Math.max(0, at - 6), at)) ? '' : (match(MAIL, text, at)?.[0] ?? '')
  const readTo = at + mail.length
  // `__a@b.example__` is emphasis around an address; `_a@b.example` is another address.
  const isPart = text[at - 1] === '_' && text[readTo] !== '_'
  return { words: isPart ? '' : trimmed(mail), readTo }
}

/** A full stop after it ends the sentence, and a bracket opened before it closes there. */
function trimmed(address: string): string {
  let surplus = address.split(')').length - address.split('(').length
  let end = address.length
  for (; end > 0; end -= 1) {
    const sign = address[end - 1] ?? ''
    if (sign === ';') end -= (/&[a-z\d]{1,31};$/i.exec(address.slice(Math.max(0, end - 33), end))?.[0].length ?? 1) - 1
    else if (sign === '(') surplus += 1
    else if (sign === ')' && surplus > 0) surplus -= 1
    else if (!'-?!.,:*_~\'"|`$'.includes(sign)) break
  }
  return address.slice(0, end)
}
