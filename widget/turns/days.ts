import { regionalTag } from '../../protocol/language-tag.ts'
import type { TurnsWords, Words } from '../words/words.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Whether two times (milliseconds since 1970) are on different days in the visitor's time zone. */
export const isOtherDay = (one: number, other: number): boolean =>
  new Date(one).toDateString() !== new Date(other).toDateString()

export function dayLabel(at: number, { language, today, yesterday }: Words & TurnsWords): string {
  if (!isOtherDay(at, Date.now())) return today
  if (!isOtherDay(at, Date.now() - DAY_MS)) return yesterday
  return new Intl.DateTimeFormat(regionalTag(language, navigator.languages), { dateStyle: 'medium' }).format(at)
}

export const timeLabel = (at: number, { language }: Words): string =>
  new Intl.DateTimeFormat(regionalTag(language, navigator.languages), { timeStyle: 'short' }).format(at)
