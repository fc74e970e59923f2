export interface Piece {
  text: string
  isFound: boolean
}

export interface ExcerptPart {
  /** Null when the Worker filed the conversation before it kept who said what. */
  speaker: 'question' | 'answer' | 'comment' | null
  pieces: Piece[]
}

const SPEAKERS = { '\u0003': 'question', '\u0004': 'answer', '\u0005': 'comment' } as const

/** Takes an excerpt apart by who said what, as `TranscriptSummary` marks it. */
export function partsOf(excerpt: string): ExcerptPart[] {
  const parts: ExcerptPart[] = []
  for (const part of excerpt.split(/(?=[\u0003-\u0005])/u)) {
    const mark = part[0]
    const isMarked = mark === '\u0003' || mark === '\u0004' || mark === '\u0005'
    const pieces = piecesOf(isMarked ? part.slice(1) : part)
    if (pieces.length > 0) parts.push({ speaker: isMarked ? SPEAKERS[mark] : null, pieces })
  }
  return parts
}

/** What was found is between U+0001 and U+0002. */
function piecesOf(words: string): Piece[] {
  const pieces: Piece[] = []
  for (const part of words.split('\u0001')) {
    const end = part.indexOf('\u0002')
    if (end >= 0) pieces.push({ text: part.slice(0, end), isFound: true })
    const rest = part.slice(end + 1)
    if (rest) pieces.push({ text: rest, isFound: false })
  }
  return pieces
}
