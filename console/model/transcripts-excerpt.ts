export interface Piece {
  text: string
  isFound: boolean
}

/** Takes an excerpt apart: what was found stands between U+0001 and U+0002. */
export function piecesOf(excerpt: string): Piece[] {
  const pieces: Piece[] = []
  for (const part of excerpt.split('\u0001')) {
    const end = part.indexOf('\u0002')
    if (end >= 0) pieces.push({ text: part.slice(0, end), isFound: true })
    const rest = part.slice(end + 1)
    if (rest) pieces.push({ text: rest, isFound: false })
  }
  return pieces
}
