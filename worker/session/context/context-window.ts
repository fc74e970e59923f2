import type { Site } from '../../../protocol/site.ts'
import { fit, room, type FitResult } from './fit.ts'
import { filledInstructions } from './persona-variables.ts'
import { maskFor } from './mask.ts'
import { prompt, quoted } from './prompt.ts'
import { questionContent } from './question-content.ts'
import { estimate, utf8Bytes } from '../../base/tokens/estimate.ts'
import { MESSAGE_TOKENS } from '../../base/tokens/exchange.ts'
import { contentTokens, type Content, type Message } from '../../providers/message.ts'
import { estimateMessage } from '../../providers/pricing/token-usage.ts'
import type { StoredExchange } from '../turns/exchanges.ts'
import type { TurnStore } from '../turns/turn-store.ts'
import type { StoredSummary } from '../turns/context-store.ts'
import type { StoredTurn } from '../turns/stored-turn.ts'

/** The longest summary, in tokens, and its largest share of a small budget. */
const SUMMARY_TOKENS = 400
const SUMMARY_SHARE = 1 / 8
/** A question that has not been asked yet: after every existing turn, and this large. */
const AHEAD = Number.MAX_SAFE_INTEGER
const QUESTION_SHARE = 1 / 8
/**
 * An exchange counts as at least an eighth of its bytes, whatever was counted or estimated. So no prompt has more than eight
 * bytes for each token of its budget. Ordinary text has fewer; Hindi, the densest, has up to 8.
 */
const MOST_BYTES_PER_TOKEN = 8
/** How far a provider's count may exceed an estimate before later ones are corrected; and the tokens that it may add. */
const TOLERANCE = 1.5
const OWN_TOKENS = 300
/** The largest correction that makes sense: above it, a text would have more tokens than bytes. */
const MOST_CORRECTION = 8
/** Reserved above the estimate. Visitors' own text is reserved by its bytes and needs no estimate. */
const MARGIN = 1.5

/** Exchanges that are about to leave the prompt and are not in the notes yet. */
export interface Fading {
  /** The notes so far. */
  notes: string
  exchanges: readonly StoredExchange[]
  /** The last turn that the new notes will cover. */
  through: number
}

interface Frame extends FitResult<StoredExchange> {
  summary: StoredSummary | null
  /** Where the conversation was cut before. */
  known: number
}

/** What the model gets of a conversation: never more than the site's budget, however long the conversation is. */
export class ContextWindow {
  readonly #turnStore: TurnStore
  /** Every turn has the same persona, so its size is estimated once. */
  #persona = { text: '', tokens: 0 }

  constructor(turnStore: TurnStore) {
    this.#turnStore = turnStore
  }

  /** The messages that ask this turn's question, and about how many tokens they are. Remembers where the conversation was cut. */
  messages(persona: Site, turn: StoredTurn): { messages: Message[]; tokens: number } {
    const site = this.#filled(persona)
    const { seq } = turn
    const question = questionContent(site, turn.question)
    const asks = estimateMessage(question)
    const { summary, kept, keptFrom, known } = this.#frame(site, seq, asks)
    if (keptFrom > known) this.#turnStore.contextStore.cut(seq, keptFrom)
    const notes = summary?.text ?? ''
    return {
      messages: prompt(site, { summary: notes, exchanges: kept }, question),
      // The size counted when it was stored: estimating again takes 0.1 ms per kilobyte, in every turn.
      tokens: this.#corrected(
        this.#personaTokens(site) + (notes === '' ? 0 : estimate(quoted(notes)) + MESSAGE_TOKENS) + asks + total(kept),
      ),
    }
  }

  /** The most tokens that the messages can be; null: for a new turn. Remembers nothing. */
  atMost(persona: Site, seq: number | null, question: Content): number {
    const site = this.#filled(persona)
    const { kept } = this.#frame(site, seq ?? AHEAD, estimateMessage(question))
    const written = [question, ...kept.map((exchange) => exchange.question.text)]
    const estimated = this.#corrected(this.#fixed(site) + total(kept) + MESSAGE_TOKENS)
    return Math.ceil(estimated * MARGIN) + written.reduce((sum, content) => sum + contentTokens(content, utf8Bytes), 0)
  }

  /**
   * The provider has counted a prompt. A count far above the estimate corrects all later estimates of the session: where the
   * conversation is cut, what is reserved, and what is counted when the provider reports no usage.
   */
  learn({ contextTokens }: Site, estimated: number, told: number): void {
    // Small prompts say little, and their size does not matter.
    if (estimated < contextTokens / 2 || told - OWN_TOKENS <= estimated * TOLERANCE) return
    const { contextStore } = this.#turnStore
    contextStore.correct(Math.min(MOST_CORRECTION, (contextStore.correction() * (told - OWN_TOKENS)) / estimated))
  }

  /**
   * What the next question will probably push out of the prompt. It is computed in advance, so that the notes are ready in time
   * and the prompt's beginning changes once, not twice.
   */
  fading(persona: Site): Fading | null {
    const site = this.#filled(persona)
    const { summary, kept, keptFrom } = this.#frame(site, AHEAD, site.contextTokens * QUESTION_SHARE)
    const { through: known, text: notes } = summary ?? { through: 0, text: '' }
    const stay = new Set(kept.map(({ seq }) => seq))
    const gone = this.#exchanges(site, known + 1, keptFrom).filter(({ seq }) => seq > known && !stay.has(seq))
    const exchanges = newest(gone, site.contextTokens)
    return exchanges.length > 0 ? { notes, exchanges, through: keptFrom - 1 } : null
  }

  #filled(site: Site): Site {
    const first = site.pageContext === 'on' ? this.#turnStore.firstQuestion()?.page : undefined
    const page = first && maskFor(site).page(first)
    return { ...site, instructions: filledInstructions(site.instructions, page ?? null) }
  }

  #frame(site: Site, seq: number, question: number): Frame {
    const stored = site.summary === 'on' ? this.#turnStore.contextStore.summary(seq) : null
    // The notes may have been written before masking was switched on.
    const summary = stored && { ...stored, text: maskFor(site).text(stored.text) }
    // What the notes cover is not repeated.
    const known = this.#turnStore.contextStore.keptFrom(seq)
    const keptFrom = Math.max(known, summary ? summary.through + 1 : 0)
    const exchanges = this.#exchanges(site, keptFrom, seq)
    const space = room(site.contextTokens / this.#turnStore.contextStore.correction(), this.#fixed(site))
    return { summary, known, ...fit({ room: space, exchanges, keptFrom, question }) }
  }

  #exchanges(site: Site, from: number, before: number): StoredExchange[] {
    const { text } = maskFor(site)
    return this.#turnStore.exchanges(from, before).map(({ tokens, ...each }) => {
      const question = { ...each.question, text: text(each.question.text) }
      const bytes = utf8Bytes(question.text) + utf8Bytes(each.answer.text)
      return { ...each, question, tokens: Math.max(tokens, Math.ceil(bytes / MOST_BYTES_PER_TOKEN)) }
    })
  }

  /** Persona and notes. Room for the notes is reserved from the beginning, so their arrival pushes nothing out. */
  #fixed(site: Site): number {
    const { summary, contextTokens } = site
    const notes = summary === 'on' ? summaryTokens(contextTokens) + estimate(quoted('')) + MESSAGE_TOKENS : 0
    return this.#personaTokens(site) + MESSAGE_TOKENS + notes
  }

  #corrected(tokens: number): number {
    return Math.ceil(tokens * this.#turnStore.contextStore.correction())
  }

  #personaTokens({ instructions }: Site): number {
    if (this.#persona.text !== instructions) this.#persona = { text: instructions, tokens: estimate(instructions) }
    return this.#persona.tokens + MESSAGE_TOKENS
  }
}

/** The most tokens a summary may have on a site with this budget. */
export const summaryTokens = (contextTokens: number): number =>
  Math.min(SUMMARY_TOKENS, Math.floor(contextTokens * SUMMARY_SHARE))

const total = (exchanges: readonly StoredExchange[]): number => exchanges.reduce((sum, { tokens }) => sum + tokens, 0)

/** After a restore, all old exchanges leave the prompt at once: more than one request may carry. */
function newest(exchanges: readonly StoredExchange[], budget: number): readonly StoredExchange[] {
  let sum = 0
  const last = exchanges.findLastIndex(({ tokens }) => (sum += tokens) > budget)
  return exchanges.slice(last + 1)
}
