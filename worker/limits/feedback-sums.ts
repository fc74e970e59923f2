import type { FeedbackDay } from '../../protocol/schemas/site-usage.ts'
import type { Feedback } from '../../protocol/schemas/turn.ts'
import type { IndexedSession } from '../transcripts/transcript-search.ts'
import { utcDay } from '../base/utc-day.ts'

/** `ratings` names sessions and its rows are deleted with them; `feedbackDays` stays. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS ratings (
    session TEXT NOT NULL, seq INTEGER NOT NULL, attempt INTEGER NOT NULL, day TEXT NOT NULL,
    personaVersion INTEGER NOT NULL, rating TEXT NOT NULL, PRIMARY KEY (session, seq, attempt)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS feedbackDays (
    day TEXT NOT NULL, personaVersion INTEGER NOT NULL, ups INTEGER NOT NULL, downs INTEGER NOT NULL,
    PRIMARY KEY (day, personaVersion)
  ) WITHOUT ROWID;
`

type Rating = { day: string; personaVersion: number; rating: string }

/** Ratings by the UTC day on which they were given and the persona version that they rate. */
export class FeedbackSums {
  readonly #sql: SqlStorage

  constructor(sql: SqlStorage) {
    this.#sql = sql
    sql.exec(TABLES)
  }

  /** Counts the differences from what was filed before. */
  put({ session, turns, receipts }: IndexedSession): void {
    const versions = new Map(receipts.map(({ seq, attempt, personaVersion }) => [`${seq} ${attempt}`, personaVersion]))
    for (const { seq, earlierAttempts, ...newest } of turns) {
      for (const { attempt, feedback } of [...earlierAttempts, newest]) {
        // Attempts from before usage records: the newest attempt's version is the best guess.
        const personaVersion = versions.get(`${seq} ${attempt}`) ?? newest.personaVersion
        this.#rate([session, seq, attempt], rated(feedback, personaVersion))
      }
    }
  }

  /** The daily sums stay. */
  forget(session: string): void {
    this.#sql.exec('DELETE FROM ratings WHERE session = ?', session)
  }

  /** A range of days that includes both ends, in order. */
  read(from: string, to: string): FeedbackDay[] {
    return this.#sql
      .exec<{ day: string; personaVersion: number; ups: number; downs: number }>(
        'SELECT * FROM feedbackDays WHERE day BETWEEN ? AND ? AND ups + downs > 0 ORDER BY day, personaVersion',
        from,
        to,
      )
      .toArray()
  }

  #rate(key: [session: string, seq: number, attempt: number], now: Rating | null): void {
    const where = 'WHERE session = ? AND seq = ? AND attempt = ?'
    const [before] = this.#sql
      .exec<Rating>(`SELECT day, personaVersion, rating FROM ratings ${where}`, ...key)
      .toArray()
    if (before?.day === now?.day && before?.rating === now?.rating) return
    if (before) {
      this.#count(before, -1)
      this.#sql.exec(`DELETE FROM ratings ${where}`, ...key)
    }
    if (now) {
      this.#count(now, 1)
      this.#sql.exec('INSERT INTO ratings VALUES (?, ?, ?, ?, ?, ?)', ...key, now.day, now.personaVersion, now.rating)
    }
  }

  #count({ day, personaVersion, rating }: Rating, by: 1 | -1): void {
    this.#sql.exec(
      `INSERT INTO feedbackDays (day, personaVersion, ups, downs) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET ups = ups + excluded.ups, downs = downs + excluded.downs`,
      day,
      personaVersion,
      rating === 'up' ? by : 0,
      rating === 'down' ? by : 0,
    )
  }
}

/** A comment without a rating does not count. */
const rated = (feedback: Feedback | null, personaVersion: number): Rating | null =>
  feedback?.rating ? { day: utcDay(Date.parse(feedback.at)), personaVersion, rating: feedback.rating } : null
