/**
 * Deceptive characters: bidi controls show words in another order than they are written, and tag characters contain words
 * that nobody sees. Both are removed everywhere. Flags of regions are made of tag characters, and stay.
 */
const LYING =
  /(\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F})|[\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/gu

/** What may continue in the next piece of a text: half a line ending, flag or character. In UTF-16, as it is cut. */
const UNFINISHED = /(?:\r|(?:\uD83C\uDFF4(?:\uDB40[\uDC30-\uDC7A]){0,6})?[\uD800-\uDBFF]?)$/

export const neutral = (text: string): string => text.replace(LYING, '$1').replaceAll('\0', '\uFFFD')

/** How many characters at the end of a text cannot be judged before more has arrived. */
export const unfinished = (text: string): number => UNFINISHED.exec(text.slice(-16))?.[0].length ?? 0
