/** Numbers, money and times in the owner's language. Times are in the browser's zone; days of the ledger are UTC. */
import { region } from './language.ts'

const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

function kept<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  name: string,
  make: (tag: string) => Format,
): Format {
  const key = `${region.value} ${name}`
  const found = formats.get(key) ?? make(region.value)
  formats.set(key, found)
  // The name says which kind it is.
  return found as Format
}

export const count = (n: number): string => kept('count', (tag) => new Intl.NumberFormat(tag)).format(n)

/** 1.2K, 3.4M: if there is no room for the exact number. */
export const shortCount = (n: number): string =>
  kept('short count', (tag) => new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })).format(n)

/** Of a fraction, with at most one decimal: 12.5%. */
export const share = (part: number): string =>
  kept('share', (tag) => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 })).format(part)

/** Small amounts have four decimals: a turn costs less than a cent. */
export function dollars(microUsd: number): string {
  const digits = microUsd !== 0 && microUsd < 1_000_000 ? 4 : 2
  return kept(
    `dollars ${digits}`,
    (tag) =>
      new Intl.NumberFormat(tag, {
        style: 'currency',
        currency: 'USD',
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  ).format(microUsd / 1_000_000)
}

/** Without the sign: for the axis of a chart. */
export const plainDollars = (microUsd: number): string =>
  kept('plain dollars', (tag) => new Intl.NumberFormat(tag, { maximumSignificantDigits: 3 })).format(
    microUsd / 1_000_000,
  )

/** 840 ms, 2.4 s */
export const duration = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`

/** @param iso a time, as the Worker sends it. */
export const moment = (iso: string): string =>
  kept('moment', (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })).format(
    new Date(iso),
  )

export const clock = (iso: string): string =>
  kept('clock', (tag) => new Intl.DateTimeFormat(tag, { timeStyle: 'short' })).format(new Date(iso))

/** As `dayName`, without the year: for the axis of a chart. */
export const shortDay = (day: string): string =>
  kept('short day', (tag) => new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' })).format(
    new Date(`${day}T00:00:00Z`),
  )

/** @param day `2026-11-30`, in UTC. */
export const dayName = (day: string): string =>
  kept('day', (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' })).format(
    new Date(`${day}T00:00:00Z`),
  )

/** Its UTC day, if that differs from the owner's: a list that is filtered by UTC days then shows both. */
export function otherUtcDay(iso: string): string | null {
  const at = new Date(iso)
  const utc = at.toISOString().slice(0, 10)
  const [year, month, day] = [at.getFullYear(), at.getMonth() + 1, at.getDate()]
  const here = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return utc === here ? null : dayName(utc)
}

/** The day of a time in the owner's zone: today, yesterday, or its date. */
export function dayLabel(iso: string, { today, yesterday }: { today: string; yesterday: string }): string {
  const day = new Date(iso)
  const now = new Date()
  if (day.toDateString() === now.toDateString()) return today
  now.setDate(now.getDate() - 1)
  if (day.toDateString() === now.toDateString()) return yesterday
  return kept('date', (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'long' })).format(day)
}
