import { Failure } from '../../../protocol/failure.ts'

/** How much one conversation takes, whatever its site allows. */
export const MOST = {
  /**
   * Of questions, answers, pages and comments, as JSON. Its history copy is one value in KV, which takes 25 MiB (Cloudflare's limit);
   * the answers on their way and what is written besides the words fit into the rest.
   */
  bytes: 10 * 1024 * 1024,
  /** Of all turns together. */
  attempts: 2_000,
  attemptsOfTurn: 20,
} as const

/** What JSON makes of a text: a control character takes six bytes there. */
const json = (column: string): string => `length(CAST(json_quote(IFNULL(${column}, '')) AS BLOB))`

const USED = `
  SELECT count(*) AS attempts, count(CASE WHEN seq = ? THEN 1 END) AS ofTurn,
    total(${json('answer')} + ${json('edited')} + ${json('feedback')} + ${json('parts')})
      + (SELECT total(${json('question')} + ${json('page')} + ${json('parts')}) FROM turns) AS bytes
  FROM attempts`

/**
 * Looks whether a conversation has room for one attempt more.
 *
 * @param seq of the turn that is tried again; null for a new question.
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
