/** How much of a conversation goes into a prompt. Pure: it sees sizes, never words. */

export interface Sized {
  /** Its turn's number. */
  seq: number
  tokens: number
}

export interface FitInput<T extends Sized> {
  /** Tokens for the earlier exchanges and the question together: see `room`. */
  room: number
  /** The conversation's first exchange, then all that are still in the prompt, in order. */
  exchanges: readonly T[]
  /** What an earlier `fit` chose; 0 at the beginning. */
  keptFrom: number
  /** Tokens of the new question. */
  question: number
}

export interface FitResult<T extends Sized> {
  /** What goes into the prompt, in order. */
  kept: T[]
  /** The turn from which on every exchange is kept: the next `fit` starts from here. Never less than it was. */
  keptFrom: number
}

/**
 * What is left of a prompt's budget once the fixed part (persona, summary) is in it. A persona may fill a budget by itself,
 * and an assistant that remembers nothing is worse than a prompt that is over: the conversation gets half in any case.
 */
export const room = (budget: number, fixed: number): number => Math.max(budget - fixed, Math.floor(budget / 2))

/**
 * Cuts a conversation to its room, in steps: as long as it fits, nothing changes; when it does not, the oldest exchanges go
 * until it takes half. So every prompt begins with the one before it, except once in many turns, and providers bill that
 * beginning as cached. (A window that slides by one exchange a turn fits too, and changes the beginning every time.)
 *
 * The first exchange stays: it says what the conversation is about. One that takes more than half is treated as any other,
 * or nothing else would fit beside it. One that does not fit at all is left out and takes no other with it. The newest stays
 * as long as it fits: the question is about it. The question always goes; one that takes all the room goes alone, and moves
 * no cut.
 *
 * The cut is chosen without looking at the question's size, so that a long question moves it no further than a short one
 * unless it must. It is the caller's to remember: with it, a turn costs what is in the prompt, however long the history;
 * found again by walking the history from its beginning, it would come out otherwise whenever a budget, a persona, an
 * estimate or a retried answer has changed since.
 */
export function fit<T extends Sized>({ room, exchanges, keptFrom, question }: FitInput<T>): FitResult<T> {
  const [first] = exchanges
  const pinned = first !== undefined && first.tokens <= room / 2 ? [first] : []
  const later = exchanges.filter(
    (exchange) => exchange.seq >= keptFrom && exchange.tokens <= room && !pinned.includes(exchange),
  )
  let sum = total(pinned) + total(later)
  const fits = () => sum + question <= room
  if (fits()) return { kept: [...pinned, ...later], keptFrom }

  // Nothing would make room for such a question, so nothing is given up for it.
  if (question > room) return { kept: [], keptFrom }

  let from = keptFrom
  while (later.length > 0 && !(fits() && (sum <= room / 2 || later.length === 1))) {
    for (const { seq, tokens } of later.splice(0, 1)) {
      sum -= tokens
      from = seq + 1
    }
  }
  return { kept: fits() ? [...pinned, ...later] : [], keptFrom: from }
}

const total = (exchanges: readonly Sized[]): number => exchanges.reduce((sum, { tokens }) => sum + tokens, 0)
