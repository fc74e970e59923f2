import { Failure } from '../../../protocol/failure.ts'
import type { Question } from '../../../protocol/schemas/question.ts'
import type { Site } from '../../../protocol/site.ts'
import { errorText, type Log } from '../../base/log.ts'
import type { LeaseAnswer } from '../../limits/ledger.ts'
import { limitsOf, limitsSpend, limitsTokens, NOTHING, plus, type Amount } from '../../limits/limits.ts'
import { costMicroUsd, type DearestOf } from '../../providers/pricing/price.ts'
import { NO_TOKENS, type TokenUsage } from '../../providers/pricing/token-usage.ts'
import type { Lease, TurnCost } from './lease.ts'
import type { TurnStore } from '../turns/turn-store.ts'
import type { Reservation, UsageRecords } from './usage-records.ts'
import type { ContextWindow } from '../context/context-window.ts'
import { questionContent } from '../context/question-content.ts'
import type { UsageReporter } from './usage-reporter.ts'

/** A turn that wants to begin. */
export interface AdmissionRequest {
  /** The request that wants it, for the log. */
  request?: string | undefined
  site: Site
  /** As the ledger counts visitors; null: visitors are not counted. */
  visitor: string | null
  /** Null: a new one. */
  seq: number | null
  question: Question
}

/** How a turn may begin. */
export interface Admitted {
  /** Names the cheaper model when it should be used. */
  site: Site
  reservation: Reservation
  /** The words to answer with instead of a model's; null: a model answers. */
  words: string | null
}

interface Dependencies {
  turnStore: TurnStore
  usageRecords: UsageRecords
  contextWindow: ContextWindow
  lease: Lease
  usageReporter: Pick<UsageReporter, 'lease'>
  dearestOf: DearestOf
  log: Log
}

/** How soon to ask again when what is left is reserved for others, or the ledger cannot be asked. */
const BUSY_SECONDS = 3
const UNKNOWN_SECONDS = 2
/** Marks an answer as the owner's own words. */
export const FALLBACK = 'fallback'

/** What a session may still use. Before a model is asked, the most that it can use is reserved. */
export class Admission {
  readonly #dependencies: Dependencies
  /** The fallback words went to a turn that may still be waiting in the queue. */
  #hasFallenBack = false

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies
  }

  /**
   * What a turn may begin with now; null when the ledger must be asked first.
   *
   * @throws Failure `session_limit_reached`; `busy` when turns in progress may use up what is left; `site_misconfigured`.
   */
  admit({ site, ...asking }: AdmissionRequest): Admitted | null {
    this.#requireOwn(site)
    const hasShared = limitsOf(site) !== null
    if (!hasShared && !hasOwn(site)) return { site, reservation: { visitor: null, amount: null }, words: null }
    const need = turnCost(this.#dependencies, { site, ...asking })
    const reservation = { visitor: asking.visitor, amount: need.own }
    if (!hasShared) return { site, reservation, words: null }
    const covered = this.#dependencies.lease.covers(need, Date.now())
    return (
      covered && {
        site: covered.isCheaper ? cheaper(site) : site,
        reservation: { ...reservation, amount: covered.amount },
        words: null,
      }
    )
  }

  /**
   * Asks the ledger. Afterwards the turn may begin, or the fallback words answer it.
   *
   * @throws Failure `visitor_limit_reached`, `site_limit_reached`; `busy` when what is left is reserved for others;
   *   `session_unavailable` when the ledger cannot be asked: without it nobody knows what is left.
   */
  async reserve(asking: AdmissionRequest): Promise<Admitted | null> {
    const { site, visitor } = asking
    const leased = await this.#ask(asking, false)
    if (leased.is === 'granted') return null
    if (leased.is === 'promised') {
      throw new Failure('busy', { retryAfterSeconds: BUSY_SECONDS, ...(leased.limit && { param: leased.limit }) })
    }
    const { limit: param, resetsAt } = leased
    const code = param.endsWith('VisitorDay') ? 'visitor_limit_reached' : 'site_limit_reached'
    const isNew = !this.#hasFallenBack && !this.#dependencies.turnStore.hasFinished(FALLBACK)
    if (code === 'site_limit_reached' && site.fallbackMessage !== '' && isNew) {
      this.#hasFallenBack = true
      return { site, reservation: { visitor, amount: null }, words: site.fallbackMessage }
    }
    throw new Failure(code, { param, retryAfterSeconds: (resetsAt - Date.now()) / 1000 })
  }

  /** Reserves what writing notes can use at most; null: not now. If little is left, questions come first. Never throws. */
  async admitNotes(
    next: Omit<AdmissionRequest, 'request'>,
    notes: Pick<TokenUsage, 'promptTokens' | 'completionTokens'>,
  ): Promise<Reservation | null> {
    const { site, visitor } = next
    const limits = limitsOf(site)
    try {
      this.#requireOwn(site)
      const amount = notesCost(this.#dependencies, site, notes)
      if (!limits) return hasOwn(site) ? { visitor, amount } : { visitor: null, amount: null }
      const need = { visitor, version: site.version, own: amount, cheaper: amount }
      const { lease, usageReporter } = this.#dependencies
      if (!lease.covers(need, Date.now())) {
        const turn = turnCost(this.#dependencies, next)
        const both = { ...turn, own: plus(turn.own, amount), cheaper: plus(turn.cheaper, amount) }
        await usageReporter.lease({ need: both, limits, isAhead: false })
      }
      return lease.covers(need, Date.now()) && { visitor, amount }
    } catch {
      // The next question reports the problem to someone who can fix it.
      return null
    }
  }

  /** Reserves what the next turn needs in advance, so that nobody waits for it. Never throws. */
  async ahead(site: Site, visitor: string | null): Promise<void> {
    const next = { site, visitor, seq: null, question: { text: '' } }
    try {
      if (limitsOf(site) && !this.admit(next)) await this.#ask(next, true)
    } catch {
      // The next question reports the problem to someone who can fix it.
    }
  }

  async #ask(asking: AdmissionRequest, isAhead: boolean): Promise<LeaseAnswer> {
    const limits = limitsOf(asking.site)
    if (!limits) throw new Error('no limit has to be checked')
    const need = turnCost(this.#dependencies, asking)
    try {
      return await this.#dependencies.usageReporter.lease({ need, limits, isAhead })
    } catch (error) {
      this.#dependencies.log({
        event: 'ledger',
        code: 'session_unavailable',
        request: asking.request,
        detail: errorText(error),
      })
      throw new Failure('session_unavailable', { retryAfterSeconds: UNKNOWN_SECONDS })
    }
  }

  /** The session's own limits, from its own usage records. */
  #requireOwn(site: Site): void {
    if (!hasOwn(site)) return
    const { turnsPerSession, tokensPerSession } = site
    const { over, open } = this.#dependencies.usageRecords.used()
    const limits = [
      ['turnsPerSession', turnsPerSession, over.turns, open.turns],
      ['tokensPerSession', tokensPerSession, over.tokens, open.tokens],
    ] as const
    for (const [param, most, used, promised] of limits) {
      if (most === 0) continue
      if (used >= most) throw new Failure('session_limit_reached', { param })
      if (used + promised >= most) throw new Failure('busy', { param, retryAfterSeconds: BUSY_SECONDS })
    }
  }
}

const hasOwn = ({ turnsPerSession, tokensPerSession }: Site): boolean => turnsPerSession > 0 || tokensPerSession > 0

type NextTurn = Omit<AdmissionRequest, 'request'>
type Costing = Pick<Dependencies, 'contextWindow' | 'dearestOf'>

/** The site with its cheaper model. */
const cheaper = (site: Site): Site => ({ ...site, model: site.cheaperModel })

function turnCost(dependencies: Costing, turn: NextTurn): TurnCost {
  const { site, visitor } = turn
  const own = mostOf(dependencies, turn)
  const less = site.cheaperModel ? mostOf(dependencies, { ...turn, site: cheaper(site) }) : own
  return { visitor, version: site.version, own, cheaper: less }
}

/** The most that notes can use. */
function notesCost(
  { dearestOf }: Pick<Costing, 'dearestOf'>,
  site: Site,
  { promptTokens, completionTokens }: Pick<TokenUsage, 'promptTokens' | 'completionTokens'>,
): Amount {
  if (!limitsTokens(site)) return NOTHING
  const tokens = promptTokens + completionTokens
  if (!limitsSpend(site)) return { turns: 0, tokens, microUsd: 0 }
  const price = dearestOf({ provider: site.upstream, model: site.summaryModel || site.model })
  const microUsd = costMicroUsd({ ...NO_TOKENS, promptTokens, completionTokens }, price) ?? 0
  return { turns: 0, tokens, microUsd }
}

/** Only the limited amounts are computed. */
function mostOf({ contextWindow, dearestOf }: Costing, { site, seq, question }: NextTurn): Amount {
  if (!limitsTokens(site)) return { turns: 1, tokens: 0, microUsd: 0 }
  const prompt = contextWindow.atMost(site, seq, questionContent(site, question))
  const tokens = prompt + site.maxTokens
  if (!limitsSpend(site)) return { turns: 1, tokens, microUsd: 0 }
  const price = dearestOf({ provider: site.upstream, model: site.model })
  const used = { ...NO_TOKENS, promptTokens: prompt, completionTokens: site.maxTokens }
  return { turns: 1, tokens, microUsd: costMicroUsd(used, price) ?? 0 }
}
