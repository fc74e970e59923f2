/** The sums of the ledger's rows (by day, version, provider and model), as the owner looks at them. */
import type { FeedbackDay, SiteUsage, UsageDay } from '../../protocol/schemas/site-usage.ts'
import { addWaits, NO_WAITS } from './waits.ts'

/** What can be added up in a day's rows: everything but their keys. */
export type Sums = Omit<UsageDay, 'day' | 'personaVersion' | 'provider' | 'model'> & Pick<FeedbackDay, 'ups' | 'downs'>

/** What is counted by version. */
type Counted = Pick<SiteUsage, 'days' | 'feedback'>

export type OfDay = Sums & { day: string }
export type OfVersion = Sums & { personaVersion: number }

export function sumOf(days: readonly UsageDay[], feedback: readonly FeedbackDay[]): Sums {
  const total = (field: NumberField): number => days.reduce((sum, day) => sum + day[field], 0)
  return {
    sessions: total('sessions'),
    turns: total('turns'),
    attempts: total('attempts'),
    promptTokens: total('promptTokens'),
    cachedTokens: total('cachedTokens'),
    completionTokens: total('completionTokens'),
    reasoningTokens: total('reasoningTokens'),
    estimated: total('estimated'),
    unpriced: total('unpriced'),
    costMicroUsd: total('costMicroUsd'),
    states: addCounts(days.map(({ states }) => states)),
    failures: addCounts(days.map(({ failures }) => failures)),
    firstWord: days.reduce((sum, { firstWord }) => addWaits(sum, firstWord), NO_WAITS),
    whole: days.reduce((sum, { whole }) => addWaits(sum, whole), NO_WAITS),
    ups: feedback.reduce((sum, { ups }) => sum + ups, 0),
    downs: feedback.reduce((sum, { downs }) => sum + downs, 0),
  }
}

type NumberField = { [field in keyof UsageDay]: UsageDay[field] extends number ? field : never }[keyof UsageDay]

/** One for each day, in order: a day without entries is all zeros. */
export function byDay({ days, feedback }: Counted, wanted: readonly string[]): OfDay[] {
  const entries = Map.groupBy(days, ({ day }) => day)
  const ratings = Map.groupBy(feedback, ({ day }) => day)
  return wanted.map((day) => ({ day, ...sumOf(entries.get(day) ?? [], ratings.get(day) ?? []) }))
}

/** One for each week, in order, named after its first day. */
export function byWeek({ days, feedback }: Counted, weeks: readonly (readonly string[])[]): OfDay[] {
  const firsts = new Map(weeks.flatMap((week) => week.map((day) => [day, week[0] ?? day])))
  const inWeek = <Entry extends { day: string }>(entry: Entry) => ({
    ...entry,
    day: firsts.get(entry.day) ?? entry.day,
  })
  return byDay(
    { days: days.map(inWeek), feedback: feedback.map(inWeek) },
    weeks.flatMap(([first]) => first ?? []),
  )
}

/**
 * One for each version that answered or was rated, oldest first. A session may have several of them: sessions are
 * only counted by day, and an entry's session count has nothing to do with its version.
 */
export function byVersion({ days, feedback }: Counted): OfVersion[] {
  const entries = Map.groupBy(days, ({ personaVersion }) => personaVersion)
  const ratings = Map.groupBy(feedback, ({ personaVersion }) => personaVersion)
  return [...new Set([...entries.keys(), ...ratings.keys()])]
    .toSorted((a, b) => a - b)
    .map((personaVersion) => ({
      personaVersion,
      ...sumOf(entries.get(personaVersion) ?? [], ratings.get(personaVersion) ?? []),
      sessions: 0,
    }))
}

function addCounts<Name extends string>(all: readonly Partial<Record<Name, number>>[]): Partial<Record<Name, number>> {
  const sum: Partial<Record<Name, number>> = {}
  for (const counts of all) {
    // The names of an object are those of its type here: the Worker writes no others.
    for (const name of Object.keys(counts) as Name[]) sum[name] = (sum[name] ?? 0) + (counts[name] ?? 0)
  }
  return sum
}

/** A part of a whole, as a fraction; null without a whole. */
export const partOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

export const cachedShare = ({ cachedTokens, promptTokens }: Sums): number | null => partOf(cachedTokens, promptTokens)

/** Of all attempts: the share that ended without the whole answer, and without anyone stopping them. */
export const failedShare = ({ states: { failed = 0, interrupted = 0 }, attempts }: Sums): number | null =>
  partOf(failed + interrupted, attempts)

export const upShare = ({ ups, downs }: Sums): number | null => partOf(ups, ups + downs)

/**
 * In millionths of a dollar; null if no price is known. A failed answer costs nothing and says nothing about the others,
 * so the sum of such zeros is unknown too.
 */
export const spendOf = ({ costMicroUsd, unpriced }: Pick<Sums, 'costMicroUsd' | 'unpriced'>): number | null =>
  unpriced > 0 && costMicroUsd === 0 ? null : costMicroUsd

/** The relative change; null if there was nothing to compare with. */
export const changeOf = (now: number | null, before: number | null): number | null =>
  now === null || before === null || before === 0 ? null : (now - before) / before
