import { TRANSCRIPTS } from '../../protocol/api/owner.ts'
import { Failure, FAILURE_CODES } from '../../protocol/failure.ts'
import { EXPORT_SESSIONS, SEARCH_CHARACTERS } from '../../protocol/sizes.ts'
import { TRANSCRIPT_FEEDBACK, TRANSCRIPT_STATES, WRITINGS } from '../../protocol/transcript-choices.ts'
import type { Exported, Transcript } from '../../protocol/schemas/transcript.ts'
import { isRecord } from '../../protocol/record.ts'
import { readJson } from '../http/body.ts'
import { answer, nothing, type Routes } from '../http/routes.ts'
import { Query } from '../http/query.ts'
import { errorText, type Log } from '../base/log.ts'
import type { HistoryCopy, HistoryCopies } from '../session/lifecycle/history-copy.ts'
import type { SessionRequest } from '../session/command.ts'
import type { TranscriptSearches, TranscriptFilter } from '../transcripts/transcript-search.ts'
import type { UsageRecord } from '../limits/ledger.ts'
import { isAttempt } from '../limits/limits.ts'
import type { Sites } from '../sites/read-site.ts'
import { isMark } from '../transcripts/transcript-index.ts'

export interface TranscriptDependencies {
  log: Log
  sites: Sites
  historyCopies: HistoryCopies
  transcriptSearches: TranscriptSearches
  send(sessionRequest: SessionRequest): Promise<Response>
}

const RETRY_SECONDS = 2
const UNREADABLE = 'unreadable'

/** Transcripts are found in the site's search index and read from the history copy: a session's object wakes only to forget. */
export function transcriptRoutes({
  log,
  sites,
  historyCopies,
  transcriptSearches,
  send,
}: TranscriptDependencies): Routes<typeof TRANSCRIPTS> {
  return {
    async listTranscripts({ site, request }) {
      const wanted = readWanted(new Query(request))
      await sites.read(site)
      return answer(TRANSCRIPTS.listTranscripts, await transcriptSearches(site).page(wanted))
    },

    async readTranscript({ site, session }) {
      await sites.read(site)
      const { transcripts, unreadable } = await readAll(site, [session])
      if (unreadable.length > 0) throw new Failure('history_unavailable', { retryAfterSeconds: RETRY_SECONDS })
      const [transcript] = transcripts
      if (!transcript) throw new Failure('unknown_session')
      return answer(TRANSCRIPTS.readTranscript, transcript)
    },

    /** Works as if the visitor had asked for it; the visitor's token is refused from now on. */
    async eraseTranscript({ site, session }) {
      await sites.read(site)
      if (!isSession(session)) throw new Failure('unknown_session')
      const [[standing], copy] = await Promise.all([
        transcriptSearches(site).standings([session]),
        readCopy(site, session),
      ])
      // A conversation that cannot be read can still be deleted.
      if (standing === 'forgotten' || (standing === 'unknown' && !copy)) throw new Failure('unknown_session')
      // As new as possible, so that nothing has to be restored first.
      const holder = { site, session, issuedAt: Date.now() }
      const response = await send({ holder, order: { do: 'forget' } })
      // 401: its visitor has already deleted it.
      if (!response.ok && response.status !== 401) return new Response(response.body, response)
      // The session's object updates the search index a moment later, but the list that is requested next should be current.
      await transcriptSearches(site).drop(session)
      return nothing()
    },

    async exportTranscripts({ site, request }) {
      const sessions = readSessions(await readJson(TRANSCRIPTS.exportTranscripts, request))
      await sites.read(site)
      return answer(TRANSCRIPTS.exportTranscripts, await readAll(site, sessions))
    },
  }

  /** The ones that still exist, in the same order. */
  async function readAll(site: string, names: readonly string[]): Promise<Exported> {
    const sessions = names.filter(isSession)
    if (sessions.length === 0) return { transcripts: [], unreadable: [] }
    const [standings, copies] = await Promise.all([
      transcriptSearches(site).standings(sessions),
      Promise.all(sessions.map((session) => readCopy(site, session))),
    ])
    const kept = sessions.flatMap((session, index) => {
      const copy = copies[index]
      return copy && standings[index] !== 'forgotten' ? [{ session, copy }] : []
    })
    return {
      transcripts: kept.flatMap(({ session, copy }) => (copy === UNREADABLE ? [] : [transcript(session, copy)])),
      unreadable: kept.flatMap(({ session, copy }) => (copy === UNREADABLE ? [session] : [])),
    }
  }

  /** A conversation that cannot be read must not block the others. */
  async function readCopy(site: string, session: string): Promise<HistoryCopy | typeof UNREADABLE | null> {
    try {
      return await historyCopies.read({ site, session })
    } catch (error) {
      log({ event: 'history', code: 'history_unavailable', site, session, detail: errorText(error) })
      return UNREADABLE
    }
  }
}

const isSession = (name: string): boolean => /^[\w-]{1,64}$/.test(name)

function readWanted(query: Query): TranscriptFilter {
  const text = query.text('text', SEARCH_CHARACTERS)
  const after = query.text('after', SEARCH_CHARACTERS)
  if (after !== null && !isMark(after, text !== null)) throw new Failure('invalid_body', { param: 'after' })
  const { from, before } = query.days('from', 'to')
  return {
    after,
    text,
    feedback: query.oneOf('feedback', TRANSCRIPT_FEEDBACK),
    state: query.oneOf('state', TRANSCRIPT_STATES),
    failure: query.oneOf('failure', FAILURE_CODES),
    version: query.count('version'),
    writing: query.oneOf('writing', WRITINGS),
    from: from ?? 0,
    before: before ?? Number.MAX_SAFE_INTEGER,
  }
}

function readSessions(body: unknown): string[] {
  const sessions = isRecord(body) ? body['sessions'] : null
  const isList = Array.isArray(sessions) && sessions.every((session) => typeof session === 'string')
  if (!isList || sessions.length > EXPORT_SESSIONS) {
    throw new Failure('invalid_body', { param: 'sessions', detail: `${EXPORT_SESSIONS} names at most` })
  }
  return sessions
}

function transcript(session: string, { updatedAt, turns, receipts }: HistoryCopy): Transcript {
  return { session, updatedAt, turns: [...turns], receipts: receipts.filter(isAttempt).map(receipt) }
}

/** State and time are in its turn. */
const receipt = ({
  seq,
  attempt,
  personaVersion,
  provider,
  model,
  spent,
  costMicroUsd,
  firstWordMilliseconds,
  wholeMilliseconds,
}: UsageRecord) => ({
  seq,
  attempt,
  personaVersion,
  provider,
  model,
  ...spent,
  costMicroUsd,
  firstWordMilliseconds,
  wholeMilliseconds,
})
