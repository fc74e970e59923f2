import type { FailureCode } from '../../protocol/failure.ts'
import type { TurnState } from '../../protocol/schemas/turn.ts'
import { latencyStep } from './latency-step.ts'
import type { DaySum, UsageRecord, Latency, Sum } from './ledger.ts'
import { ADD_SUM, SUM_COLUMNS, SUM_FIELDS, sumOf, SUM_PLACES, sumValues } from './sum.ts'
import { isAttempt, type Amount } from './limits.ts'
import { utcDay } from '../base/utc-day.ts'

/** `days` has the sums, `dayCounts` the counts by kind: a new state, failure or step needs no new column. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS days (
    day TEXT NOT NULL, personaVersion INTEGER NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
    ${SUM_COLUMNS},
    PRIMARY KEY (day, personaVersion, provider, model)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS dayCounts (
    day TEXT NOT NULL, personaVersion INTEGER NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
    kind TEXT NOT NULL, name TEXT NOT NULL, attempts INTEGER NOT NULL, milliseconds INTEGER NOT NULL,
    PRIMARY KEY (day, personaVersion, provider, model, kind, name)
  ) WITHOUT ROWID;
`

/** A missing provider or model is stored as an empty text: a primary key has no NULL. */
type Key = { day: string; personaVersion: number; provider: string; model: string }

type Count =
  | { kind: 'state'; name: TurnState }
  | { kind: 'failure'; name: FailureCode }
  /** Named after the step of the histogram. */
  | { kind: 'firstWord' | 'whole'; name: string }
  /** Sessions that had their first turn here. */
  | { kind: 'session'; name: '' }

type DayRow = Key & { [field in keyof Sum]: number }
type CountRow = Key & Count & { attempts: number; milliseconds: number }

/** The sums of a site by UTC day, persona version, provider and model. */
export class DaySums {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  add(entry: UsageRecord): void {
    const { state, failure, firstWordMilliseconds, wholeMilliseconds } = entry
    const key: Key = {
      day: utcDay(entry.acceptedAt),
      personaVersion: entry.personaVersion,
      provider: entry.provider ?? '',
      model: entry.model ?? '',
    }
    this.#sql.exec(
      `INSERT INTO days (day, personaVersion, provider, model, ${SUM_FIELDS}) VALUES (?, ?, ?, ?, ${SUM_PLACES})
       ON CONFLICT DO UPDATE SET ${ADD_SUM}`,
      key.day,
      key.personaVersion,
      key.provider,
      key.model,
      ...sumValues(sumOf(entry)),
    )
    if (!isAttempt(entry)) return
    this.#count(key, { kind: 'state', name: state })
    if (entry.seq === 1 && entry.attempt === 1) this.#count(key, { kind: 'session', name: '' })
    if (failure !== null) this.#count(key, { kind: 'failure', name: failure })
    if (firstWordMilliseconds !== null) this.#countWait(key, 'firstWord', firstWordMilliseconds)
    if (state === 'complete' && wholeMilliseconds !== null) this.#countWait(key, 'whole', wholeMilliseconds)
  }

  /** The sum of `amountOf` over all attempts, for a range of days that includes both ends. */
  used(from: string, to: string): Amount {
    return this.#sql
      .exec<{ turns: number; tokens: number; microUsd: number }>(
        `SELECT IFNULL(SUM(attempts), 0) AS turns, IFNULL(SUM(promptTokens + completionTokens), 0) AS tokens,
           IFNULL(SUM(costMicroUsd), 0) AS microUsd
         FROM days WHERE day BETWEEN ? AND ? AND provider <> ''`,
        from,
        to,
      )
      .one()
  }

  /** A range of days that includes both ends, in order. */
  read(from: string, to: string): DaySum[] {
    const sums = new Map<string, DaySum>()
    const firsts = new Map<string, DaySum>()
    const days = 'WHERE day BETWEEN ? AND ? ORDER BY day, personaVersion, provider, model'
    for (const row of this.#sql.exec<DayRow>(`SELECT * FROM days ${days}`, from, to)) {
      const sum = { ...row, provider: row.provider || null, model: row.model || null, ...nothingCounted() }
      sums.set(keyOf(row), sum)
      if (!firsts.has(row.day)) firsts.set(row.day, sum)
    }
    for (const row of this.#sql.exec<CountRow>(`SELECT * FROM dayCounts ${days}`, from, to)) {
      const sum = row.kind === 'session' ? firsts.get(row.day) : sums.get(keyOf(row))
      if (sum) take(row, sum)
    }
    for (const { firstWord, whole } of sums.values()) for (const latency of [firstWord, whole]) order(latency)
    return [...sums.values()]
  }

  #countWait(key: Key, kind: 'firstWord' | 'whole', milliseconds: number): void {
    this.#count(key, { kind, name: String(latencyStep(milliseconds)) }, milliseconds)
  }

  #count({ day, personaVersion, provider, model }: Key, { kind, name }: Count, milliseconds = 0): void {
    this.#sql.exec(
      `INSERT INTO dayCounts (day, personaVersion, provider, model, kind, name, attempts, milliseconds)
       VALUES (?, ?, ?, ?, ?, ?, 1, ?)
       ON CONFLICT DO UPDATE SET attempts = attempts + 1, milliseconds = milliseconds + excluded.milliseconds`,
      day,
      personaVersion,
      provider,
      model,
      kind,
      name,
      milliseconds,
    )
  }
}

/** Neither a provider's name nor a day has a space. */
const keyOf = ({ day, personaVersion, provider, model }: Key): string => `${day} ${personaVersion} ${provider} ${model}`

const nothingCounted = (): Pick<DaySum, 'sessions' | 'states' | 'failures' | 'firstWord' | 'whole'> => ({
  sessions: 0,
  states: {},
  failures: {},
  firstWord: { attempts: 0, milliseconds: 0, histogram: [] },
  whole: { attempts: 0, milliseconds: 0, histogram: [] },
})

function take(row: CountRow, into: DaySum): void {
  switch (row.kind) {
    case 'state':
      into.states[row.name] = row.attempts
      break
    case 'failure':
      into.failures[row.name] = row.attempts
      break
    case 'session':
      into.sessions += row.attempts
      break
    case 'firstWord':
    case 'whole': {
      const latency = into[row.kind]
      latency.attempts += row.attempts
      latency.milliseconds += row.milliseconds
      latency.histogram.push({ atMostMilliseconds: Number(row.name), attempts: row.attempts })
      break
    }
    default:
      row satisfies never
  }
}

/** The names of the steps are text: SQLite would sort 1000 before 200. */
function order({ histogram }: Latency): void {
  histogram.sort((a, b) => a.atMostMilliseconds - b.atMostMilliseconds)
}
