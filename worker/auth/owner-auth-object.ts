import { Failure } from '../../protocol/failure.ts'
import type { OwnerSession, SignInCode } from '../../protocol/schemas/owner-session.ts'
import { FailedSignIns } from './failed-sign-ins.ts'
import type { OwnerAuthCommand, OpenedSession } from './owner-auth.ts'

const MINUTE = 60_000
/** How long a session lasts at most, and how long without a request. */
export const SESSION_MILLISECONDS = 12 * 60 * MINUTE
export const UNUSED_MILLISECONDS = 60 * MINUTE
export const CODE_MILLISECONDS = 10 * MINUTE
const SWEEP_MILLISECONDS = 15 * MINUTE
/** For this long an old code is reported as expired; later it is reported as unknown. */
const TOLD_MILLISECONDS = 2 * 60 * MINUTE

/** Ids and codes are stored as digests, so reading this storage is not enough to sign in. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS sessions (
    digest TEXT PRIMARY KEY, csrf TEXT NOT NULL, ends INTEGER NOT NULL, used INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS codes (digest TEXT PRIMARY KEY, ends INTEGER NOT NULL) WITHOUT ROWID;
`

interface Dependencies {
  storage: DurableObjectStorage
  /** Milliseconds since 1970. */
  now: () => number
}

/** Implements `OwnerAuth` of `owner-auth.ts`. */
export class OwnerAuthObject {
  readonly #storage: DurableObjectStorage
  readonly #sql: SqlStorage
  readonly #now: () => number
  readonly #failures: FailedSignIns

  constructor({ storage, now }: Dependencies) {
    this.#storage = storage
    this.#sql = storage.sql
    this.#now = now
    this.#sql.exec(TABLES)
    this.#failures = new FailedSignIns(storage.sql)
  }

  /** @throws Failure as `OwnerAuth` says. */
  async run(command: OwnerAuthCommand): Promise<Response> {
    switch (command.do) {
      case 'open':
        return Response.json(await this.#open())
      case 'openByCode': {
        const digest = await digestOf(command.code)
        // Nothing waits between here and the deletion: if two requests bring the same code, the second is too late.
        const code = this.#takeCode(digest)
        // An expired code was not guessed, so this does not count as a failure.
        if (code === 'expired') throw new Failure('sign_in_expired')
        if (code === 'unknown') {
          this.#failures.add(command.caller, this.#now())
          await this.#arm()
          throw new Failure('sign_in_refused')
        }
        return Response.json(await this.#open())
      }
      case 'read':
        return Response.json(this.#read(await digestOf(command.id)))
      case 'close':
        this.#sql.exec('DELETE FROM sessions WHERE digest = ?', await digestOf(command.id))
        return done()
      case 'closeAll':
        this.#sql.exec('DELETE FROM sessions')
        this.#sql.exec('DELETE FROM codes')
        return done()
      case 'makeCode':
        return Response.json(await this.#makeCode())
      case 'failed':
        this.#failures.add(command.caller, this.#now())
        await this.#arm()
        return done()
      default:
        return command satisfies never
    }
  }

  /** Removes what has expired. */
  async alarm(): Promise<void> {
    const now = this.#now()
    this.#sql.exec('DELETE FROM sessions WHERE ends <= ? OR used <= ?', now, now - UNUSED_MILLISECONDS)
    this.#sql.exec('DELETE FROM codes WHERE ends <= ?', now - TOLD_MILLISECONDS)
    this.#failures.removeOld(now)
    const { rows } = this.#sql
      .exec<{ rows: number }>(
        'SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM codes) + (SELECT count(*) FROM failures) + (SELECT count(*) FROM locks) AS rows',
      )
      .one()
    if (rows > 0) await this.#arm()
  }

  async #open(): Promise<OpenedSession> {
    const [id, csrf, now] = [random(), random(), this.#now()]
    const ends = now + SESSION_MILLISECONDS
    const digest = await digestOf(id)
    this.#sql.exec('INSERT INTO sessions (digest, csrf, ends, used) VALUES (?, ?, ?, ?)', digest, csrf, ends, now)
    await this.#arm()
    return { id, csrf, expiresAt: new Date(ends).toISOString() }
  }

  #read(digest: string): OwnerSession | null {
    const now = this.#now()
    const [row] = this.#sql.exec<{ csrf: string; ends: number }>(
      'UPDATE sessions SET used = ? WHERE digest = ? AND ends > ? AND used > ? RETURNING csrf, ends',
      now,
      digest,
      now,
      now - UNUSED_MILLISECONDS,
    )
    return row ? { csrf: row.csrf, expiresAt: new Date(row.ends).toISOString() } : null
  }

  async #makeCode(): Promise<SignInCode> {
    const code = random()
    const ends = this.#now() + CODE_MILLISECONDS
    this.#sql.exec('INSERT INTO codes (digest, ends) VALUES (?, ?)', await digestOf(code), ends)
    await this.#arm()
    return { code, expiresAt: new Date(ends).toISOString() }
  }

  #takeCode(digest: string): 'good' | 'expired' | 'unknown' {
    const now = this.#now()
    const [code] = this.#sql.exec<{ ends: number }>('SELECT ends FROM codes WHERE digest = ?', digest).toArray()
    if (!code) return 'unknown'
    if (code.ends <= now) return 'expired'
    this.#sql.exec('DELETE FROM codes WHERE digest = ?', digest)
    return 'good'
  }

  async #arm(): Promise<void> {
    if ((await this.#storage.getAlarm()) === null) await this.#storage.setAlarm(this.#now() + SWEEP_MILLISECONDS)
  }
}

const done = (): Response => new Response(null, { status: 204 })

/** 256 bits. */
const random = (): string =>
  crypto.getRandomValues(new Uint8Array(32)).toBase64({ alphabet: 'base64url', omitPadding: true })

async function digestOf(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toHex()
}
