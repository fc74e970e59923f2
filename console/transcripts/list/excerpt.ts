export interface ExcerptPiece {
  text: string
  isFound: boolean
}

export interface ExcerptPart {
  /** Null if the Worker stored the conversation before it recorded who said what. */
  speaker: 'question' | 'answer' | 'comment' | null
  pieces: ExcerptPiece[]
}

const SPEAKERS: ReadonlyMap<string, 'question' | 'answer' | 'comment'> = new Map([
  ['\u0003', 'question'],
  ['\u0004', 'answer'],
  ['\u0005', 'comment'],
])

/** Splits an excerpt by who said what, as `TranscriptSummary` marks it. */
export function partsOf(excerpt: string): ExcerptPart[] {
  const said: { speaker: ExcerptPart['speaker']; words: string }[] = [{ speaker: null, words: '' }]
  for (const character of excerpt) {
    const speaker = SPEAKERS.get(character)
    const last = said.at(-1)
    if (speaker) said.push({ speaker, words: '' })
    else if (last) last.words += character
  }
  return said.filter(({ words }) => words !== '').map(({ speaker, words }) => ({ speaker, pieces: piecesOf(words) }))
}

/** Matches are between U+0001 and U+0002. */
function piecesOf(words: string): ExcerptPiece[] {
  const pieces: ExcerptPiece[] = []
  for (const part of words.split('\u0001')) {
    const end = part.indexOf('\u0002')
    if (end >= 0) pieces.push({ text: part.slice(0, end), isFound: true })
    const rest = part.slice(end + 1)
    if (rest) pieces.push({ text: rest, isFound: false })
  }
  return pieces
}
