/** One line, read from left to right. Tabs count to the next of the columns 4, 8, 12 …, and may be read in part. */
export interface Line {
  /** What is left of it. */
  rest: () => string
  /** How many columns of blanks come next. */
  indent: () => number
  isBlank: () => boolean
  /** What is left, without the blanks. */
  content: () => string
  /** Reads so many columns of blanks, or as many as there are. */
  skip: (columns: number) => void
  /** Reads so many characters after the blanks. */
  take: (characters: number) => void
}

export function newLine(text: string): Line {
  let rest = text
  let column = 0
  const blanks = () => /^[ \t]*/.exec(rest)?.[0] ?? ''
  const widthOf = (sign: string, at: number) => (sign === '\t' ? 4 - (at % 4) : 1)
  const indent = () => {
    let at = column
    for (const sign of blanks()) at += widthOf(sign, at)
    return at - column
  }
  const skip = (columns: number) => {
    let left = columns
    while (left > 0 && /^[ \t]/.test(rest)) {
      const width = widthOf(rest.charAt(0), column)
      const read = Math.min(left, width)
      rest = ' '.repeat(width - read) + rest.slice(1)
      column += read
      left -= read
    }
  }
  return {
    rest: () => rest,
    indent,
    isBlank: () => !/[^ \t]/.test(rest),
    content: () => rest.slice(blanks().length),
    skip,
    take(characters) {
      skip(indent())
      rest = rest.slice(characters)
      column += characters
    },
  }
}
