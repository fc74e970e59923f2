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
  /** Every exchange from this turn on is kept; the next `fit` starts from here. Never decreases. */
  keptFrom: number
}

/**
 * What is left of a prompt's budget after the fixed part (persona, summary). A persona may fill the whole budget, and an
 * assistant that remembers nothing is worse than a prompt that is too long: the conversation always gets at least half.
 */
export const room = (budget: number, fixed: number): number => Math.max(budget - fixed, Math.floor(budget / 2))

/**
 * Cuts a conversation to its room, in steps. As long as it fits, nothing changes. When it does not, the oldest exchanges are
 * dropped until the rest takes half. So every prompt begins with the previous one, except once in many turns, and providers bill
 * that beginning as cached. (A window that slides by one exchange per turn fits too, but changes the beginning every time.)
 *
 * The first exchange stays, because it says what the conversation is about. If it takes more than half, it is treated like any
 * other, or nothing else would fit beside it. An exchange that does not fit at all is left out alone. The newest stays as long as
 * it fits, because the question is about it. The question is always sent; one that takes all the room is sent alone and moves no
 * cut.
 *
 * The cut is chosen without the question's size, so a long question moves it no further than a short one unless it must. The
 * caller remembers the cut. So a turn costs only what is in the prompt, however long the history is. Recomputing the cut from the
 * beginning of the history would give another result whenever a budget, a persona, an estimate or a retried answer has changed
 * since.
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

  // Nothing would make room for such a question, so nothing is dropped for it.
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
