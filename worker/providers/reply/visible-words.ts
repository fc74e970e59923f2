/** Marks between which a model thinks aloud, where its server does not tell that from the answer. */
const THINKING = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  // Magistral and Seed-OSS, by their chat templates.
  ['[THINK]', '[/THINK]'],
  ['<seed:think>', '</seed:think>'],
] as const

/** Anything that can be seen. */
const VISIBLE = /[^\s\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064]/
/** More blanks than this before the first word are dropped. */
const BLANKS = 1_000

export interface VisibleWords {
  /** Takes the next words and returns those of them that can be shown. */
  take(text: string): string
  /** The answer is at an end: what could still have become a mark. */
  finish(): string
}

/**
 * Lets the words of an answer through, from the first that can be seen. What a model thinks between marks at the beginning is
 * no part of the answer, and blanks alone are none. Marks further on are words.
 *
 * An end mark without a beginning (a chat template that opens the thinking itself) stays with what is before it: by the time
 * it comes, the visitor has read that.
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
