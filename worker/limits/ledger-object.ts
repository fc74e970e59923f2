import type { Log } from '../base/log.ts'
import type {
  SearchCommand,
  IndexedSession,
  SessionStanding,
  TranscriptFilter,
} from '../transcripts/transcript-search.ts'
import { SiteBudgets } from './budgets.ts'
import { DaySums } from './day-sums.ts'
import { FeedbackSums } from './feedback-sums.ts'
import { Forgotten, traceOf } from './forgotten.ts'
import type { LeaseAnswer, LedgerCommand, UsageReport, LeaseRequest } from './ledger.ts'
import { People } from './people.ts'
import { RefusalSums } from './refusal-sums.ts'
import { SessionSums } from './session-sums.ts'
import { TranscriptIndex } from '../transcripts/transcript-index.ts'
import { utcDay } from '../base/utc-day.ts'

/** Expired sessions are swept at most this often: until then they are hidden. */
const SWEEP_MILLISECONDS = 60 * 60 * 1000

/** Commands that change nothing. */
const READING: ReadonlySet<string> = new Set<(LedgerCommand | SearchCommand)['do']>([
  'budgets',
  'days',
  'refused',
  'sessions',
  'sessionsOf',
  'page',
  'standings',
  'feedback',
])
const written = (): Response => new Response(null, { status: 204 })

/** One site's ledger and search index, as `ledger.ts` and `transcript-search.ts` promise them: the only writer of both. */
export class LedgerObject {
  readonly #storage: DurableObjectStorage
  readonly #days: DaySums
  readonly #sessions: SessionSums
  readonly #feedback: FeedbackSums
  readonly #refusals: RefusalSums
  readonly #people: People
  readonly #index: TranscriptIndex
  readonly #forgotten: Forgotten
  readonly #budgets: SiteBudgets

  /** The alarm that is set; undefined until it was read. */
  #armed: number | undefined

  constructor(storage: DurableObjectStorage, log: Log) {
    this.#storage = storage
    this.#days = new DaySums(storage.sql)
    this.#sessions = new SessionSums(storage.sql)
    this.#feedback = new FeedbackSums(storage.sql)
    this.#refusals = new RefusalSums(storage.sql)
    this.#people = new People(storage.sql)
    this.#index = new TranscriptIndex(storage.sql)
    this.#forgotten = new Forgotten(storage.sql)
    this.#budgets = new SiteBudgets(storage.sql, this.#days, log)
  }

  async run(command: LedgerCommand | SearchCommand): Promise<Response> {
    const response = await this.#run(command)
    if (!READING.has(command.do)) await this.#arm()
    return response
  }

  async #run(command: LedgerCommand | SearchCommand): Promise<Response> {
    switch (command.do) {
      case 'lease':
        return Response.json(this.#lease(command.recording, command.wish))
      case 'budgets':
        return Response.json(this.#budgets.read(command.limits, Date.now()))
      case 'record':
        this.#record(command.recording)
        return written()
      case 'days':
        return Response.json(this.#days.read(command.from, command.to))
      case 'refuse':
        this.#refusals.add(command.code, Date.now())
        return written()
      case 'refused':
        return Response.json(this.#refusals.read(command.from, command.to))
      case 'sessions':
        return Response.json(this.#sessions.page(command.after, command.most, Date.now()))
      case 'meet': {
        const { person, offered, isFresh } = command
        return Response.json(this.#people[isFresh ? 'begin' : 'meet'](person, offered, Date.now()))
      }
      case 'sessionsOf':
        return Response.json(this.#people.sessionsOf(command.person))
      case 'forget':
        this.#drop(command.session, await traceOf(command.session))
        this.#sessions.forget(command.session)
        this.#budgets.forget(command.session)
        return written()
      case 'put':
        this.#put(command.indexedSession, await traceOf(command.indexedSession.session))
        return written()
      case 'page':
        return Response.json({
          ...this.#index.page(command.wanted, Date.now()),
          refused: this.#refusedIn(command.wanted),
        })
      case 'standings':
        return Response.json(await Promise.all(command.sessions.map((session) => this.#standing(session))))
      case 'drop':
        this.#drop(command.session, await traceOf(command.session))
        return written()
      case 'feedback':
        return Response.json(this.#feedback.read(command.from, command.to))
      default:
        return command satisfies never
    }
  }

  /** Removes sessions whose history has expired. */
  async alarm(): Promise<void> {
    const now = Date.now()
    this.#sessions.forgetExpired(now)
    this.#dropExpired(now)
    this.#people.forgetExpired(now)
    this.#forgotten.sweep(now)
    this.#budgets.sweep(now)
    this.#armed = Number.POSITIVE_INFINITY
    await this.#arm()
  }

  /** All or nothing: an entry is in its day's sums exactly when its session has it as counted. */
  #record({ session, expiresAt, entries, visitors = [], held }: UsageReport): void {
    this.#storage.transactionSync(() => {
      const now = Date.now()
      this.#people.keep(session, expiresAt)
      for (const [index, entry] of entries.entries()) {
        if (!this.#sessions.add(session, entry, expiresAt)) continue
        this.#days.add(entry)
        this.#budgets.count(visitors[index] ?? null, entry, now)
      }
      if (held) this.#budgets.hold(session, held, now)
    })
  }

  #lease(recording: UsageReport, wish: LeaseRequest): LeaseAnswer {
    return this.#storage.transactionSync(() => {
      this.#record(recording)
      return this.#budgets.lease(recording.session, wish, Date.now())
    })
  }

  #put(indexedSession: IndexedSession, trace: string): void {
    const now = Date.now()
    if (this.#forgotten.has(trace, now)) return
    this.#storage.transactionSync(() => {
      // A token may outlive a history: then its session starts over, without what expired.
      this.#dropExpired(now)
      this.#people.keep(indexedSession.session, indexedSession.expiresAt)
      const changed = this.#index.changed(indexedSession)
      this.#feedback.put({ ...indexedSession, turns: changed })
      this.#index.put(indexedSession, changed)
    })
  }

  #drop(session: string, trace: string): void {
    this.#storage.transactionSync(() => {
      this.#forgotten.add(trace, Date.now())
      this.#feedback.forget(session)
      this.#index.forget(session)
      this.#people.forget(session)
    })
  }

  #dropExpired(now: number): void {
    for (const session of this.#index.expired(now)) {
      this.#feedback.forget(session)
      this.#index.forget(session)
    }
  }

  #refusedIn({ from, before }: TranscriptFilter): number {
    const to = Math.min(before - 1, Date.now())
    return this.#refusals.read(utcDay(from), utcDay(to)).reduce((sum, { questions }) => sum + questions, 0)
  }

  async #standing(session: string): Promise<SessionStanding> {
    const now = Date.now()
    if (this.#forgotten.has(await traceOf(session), now)) return 'forgotten'
    return this.#index.has(session, now) ? 'listed' : 'unknown'
  }

  async #arm(): Promise<void> {
    const due = [
      this.#sessions.nextExpiry(),
      this.#index.nextExpiry(),
      this.#people.nextExpiry(),
      this.#forgotten.next(),
      this.#budgets.next(),
    ].filter((time) => time !== null)
    if (due.length === 0) return
    const next = Math.max(Math.min(...due), Date.now() + SWEEP_MILLISECONDS)
    this.#armed ??= (await this.#storage.getAlarm()) ?? Number.POSITIVE_INFINITY
    if (this.#armed <= next) return
    this.#armed = next
    await this.#storage.setAlarm(next)
  }
}
