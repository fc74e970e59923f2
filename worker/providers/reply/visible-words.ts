/** Marks around a model's reasoning, for servers that do not separate it from the answer. */
const THINKING = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  // Magistral and Seed-OSS, from their chat templates.
  ['[THINK]', '[/THINK]'],
  ['<seed:think>', '</seed:think>'],
] as const

/** Any visible character. */
const VISIBLE = /[^\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064]/
/** More blanks than this before the first word are dropped. */
const BLANKS = 1_000

export interface VisibleWords {
  /** Takes the next words and returns those that can be shown. */
  take(text: string): string
  /** The answer is over: returns what could still have become a mark. */
  finish(): string
}

/**
 * Lets the words of an answer through, from the first visible one. Reasoning between marks at the beginning is not part of the
 * answer, and neither are blanks alone. Marks further on are ordinary words.
 *
 * An end mark without a beginning (from a chat template that opens the reasoning itself) stays, together with the text before it:
 * by the time it comes, the visitor has read that text.
 */
export function visibleWords(): VisibleWords {
  let held = ''
  let endMark = ''
  let hasThought = false
  let isOpen = false

  function release(isWhole: boolean): string {
    for (;;) {
      if (endMark !== '') {
        const end = held.indexOf(endMark)
        if (end < 0) {
          held = held.slice(1 - endMark.length)
          return ''
        }
        held = held.slice(end + endMark.length)
        endMark = ''
      }
      const start = held.search(VISIBLE)
      if (start < 0) {
        held = held.slice(-BLANKS)
        return ''
      }
      const words = held.slice(start)
      const marks = THINKING.find(([mark]) => words.startsWith(mark))
      if (!marks) {
        if (!isWhole && THINKING.some(([mark]) => mark.startsWith(words))) return ''
        isOpen = true
        return hasThought ? words : held
      }
      held = words.slice(marks[0].length)
      endMark = marks[1]
      hasThought = true
    }
  }

  return {
    take(text) {
      if (isOpen || text === '') return text
      held += text
      return release(false)
    },
    finish: () => (isOpen ? '' : release(true)),
  }
}
