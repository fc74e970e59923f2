/** One line, read from left to right. Tabs extend to the next of the columns 4, 8, 12 …, and may be read in part. */
export interface Line {
  /** The rest of it. */
  rest: () => string
  /** The columns of blanks that come next. */
  indent: () => number
  isBlank: () => boolean
  /** The rest, without the blanks. */
  content: () => string
  /** Reads this many columns of blanks, or as many as there are. */
  skip: (columns: number) => void
  /** Reads this many characters after the blanks. */
  take: (characters: number) => void
}

export function newLine(text: string): Line {
  let column = 0
  let rest = ''
  const set = (left: string) => {
    let blanks = ''
    for (const sign of /^[ \t]*/.exec(left)?.[0] ?? '') {
      blanks += ' '.repeat(sign === '\t' ? 4 - ((column + blanks.length) % 4) : 1)
    }
    rest = blanks + left.replace(/^[ \t]+/, '')
  }
  const read = (characters: number) => {
    column += characters
    set(rest.slice(characters))
  }
  const indent = () => rest.search(/[^ ]|$/)
  set(text)
  return {
    // Tabs stay tabs in code with nothing before it.
    rest: () => (column > 0 ? rest : text),
    indent,
    isBlank: () => indent() === rest.length,
    content: () => rest.slice(indent()),
    skip: (columns) => read(Math.min(columns, indent())),
    take: (characters) => read(indent() + characters),
  }
}
