/** Finds the search words in a text, by the same rules as the Worker's search. */

/** Scripts without spaces: their words are found anywhere. */
const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]/u
const IN_WORD = /[\p{L}\p{M}\p{N}\p{Co}]/u

/** From and to, in UTF-16 code units. Letter case and accents are ignored; other words match by their beginning. */
export function placesOf(text: string, words: string): [from: number, to: number][] {
  const { folded, starts } = fold(text)
  return wordsIn(words).flatMap((word) => {
    const places: [number, number][] = []
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const isInside = IN_WORD.test(folded[at - 1] ?? '') && !UNSPACED.test(word)
      if (!isInside) places.push([starts[at] ?? 0, starts[at + word.length] ?? text.length])
    }
    return places
  })
}

const wordsIn = (words: string): string[] => [
  ...new Set(
    words
      .split(/\s+/u)
      .map((word) => fold(word).folded)
      .filter(Boolean),
  ),
]

/** @returns for each unit of the folded text, its position in the original text. */
function fold(text: string): { folded: string; starts: number[] } {
  const starts: number[] = []
  let folded = ''
  let at = 0
  for (const character of text) {
    const plain = character.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
    for (let unit = 0; unit < plain.length; unit += 1) starts.push(at)
    folded += plain
    at += character.length
  }
  return { folded, starts }
}
