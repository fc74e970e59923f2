import type { News } from '../api/parse.ts'
import type { ShownTurn } from './turn.ts'

/** Opens a turn's stream, which ends with the turn. */
export type Source = (signal: AbortSignal) => AsyncGenerator<News, void>

/** The streams that feed the turns: at most one per turn. */
export class TurnStreams {
  readonly #open = new Map<string, AbortController>()
  /** Settles when the Worker has accepted the last question sent, or the page has given it up. */
  #sent: Promise<void> = Promise.resolve()

  /** Reads a turn to its end. @throws what the source throws, unless the stream was closed here. */
  async read(turn: ShownTurn, source: Source, onNews: (news: News) => void = () => {}): Promise<void> {
    if (this.#open.has(turn.id)) return
    const leaving = new AbortController()
    this.#open.set(turn.id, leaving)
    try {
      for await (const news of source(leaving.signal)) {
        if (turn.apply(news)) onNews(news)
      }
    } catch (error) {
      if (!leaving.signal.aborted) throw error
    } finally {
      if (this.#open.get(turn.id) === leaving) this.#open.delete(turn.id)
    }
  }

  /** One question after the other: two sent at once may arrive in either order. */
  oneByOne(source: Source): Source {
    return (signal) => this.#ask(source, signal)
  }

  async *#ask(source: Source, signal: AbortSignal): AsyncGenerator<News, void> {
    const before = this.#sent
    let settle = () => {}
    this.#sent = new Promise((resolve) => (settle = resolve))
    try {
      await before
      signal.throwIfAborted()
      for await (const news of source(signal)) {
        settle()
        yield news
      }
    } finally {
      settle()
    }
  }

  /** Closes every stream. The Worker continues with the answers. */
  leave(): void {
    for (const leaving of this.#open.values()) leaving.abort()
    this.#open.clear()
  }
}
