import { Failure } from '../../../protocol/failure.ts'

/** The size limits of one conversation, whatever its site allows. */
export const MOST = {
  /**
   * Questions, answers, pages and comments, as JSON. The history copy is one value in KV, which takes 25 MiB (Cloudflare's
   * limit); answers in progress and the data besides the words fit into the rest.
   */
  bytes: 10 * 1024 * 1024,
  /** All turns together. */
  attempts: 2_000,
  attemptsOfTurn: 20,
} as const

/** The size of a text in JSON: a control character takes six bytes there. */
const json = (column: string): string => `length(CAST(json_quote(IFNULL(${column}, '')) AS BLOB))`

const USED = `
  SELECT count(*) AS attempts, count(CASE WHEN seq = ? THEN 1 END) AS ofTurn,
    total(${json('answer')} + ${json('edited')} + ${json('feedback')} + ${json('parts')})
      + (SELECT total(${json('question')} + ${json('page')} + ${json('parts')}) FROM turns) AS bytes
  FROM attempts`

/**
 * Checks that a conversation has room for one more attempt.
 *
 * @param seq of the turn that is retried; null for a new question.
 * @throws Failure `session_limit_reached`, whose `param` is a name in `MOST`.
 */
export function requireRoom(sql: SqlStorage, seq: number | null): void {
  const { bytes, attempts, ofTurn } = sql.exec<{ bytes: number; attempts: number; ofTurn: number }>(USED, seq).one()
  const full =
    bytes >= MOST.bytes
      ? 'bytes'
      : attempts >= MOST.attempts
        ? 'attempts'
        : ofTurn >= MOST.attemptsOfTurn
          ? 'attemptsOfTurn'
          : null
  if (full) throw new Failure('session_limit_reached', { param: full })
}
