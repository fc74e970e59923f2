import { useSignal } from '@preact/signals'
import { Fragment } from 'preact'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Transcript } from '../../../protocol/schemas/transcript.ts'
import { goTo, hrefOf } from '../../shell/address.ts'
import { loaded } from '../../api/loaded.ts'
import { ask } from '../../shell/sign-in.ts'
import { plainTitle } from '../list/plain-title.ts'
import { restOf, type Filter } from '../list/filter.ts'
import type { TranscriptList } from '../list/transcript-list.ts'
import { areDetailsShown, isOtherDay, readTranscript, versionsIn } from './transcript.ts'
import { markWords } from './found-words.ts'
import { BackIcon } from '../../ui/icons.tsx'
import { Shown } from '../../ui/async.tsx'
import { dayLabel, moment } from '../../words/format.ts'
import { readingWords } from './words.ts'
import { ExportDialog } from '../export/export-dialog.tsx'
import { Instructions } from './instructions.tsx'
import { Neighbours } from './neighbours.tsx'
import { RemoveDialog } from '../list/erase-dialog.tsx'
import { SessionId } from './session-id.tsx'
import { TranscriptTurn } from './turn-view.tsx'

interface Props {
  site: string
  session: string
  filter: Filter
  list: TranscriptList
}

/** One conversation, to read. */
export function Reading({ site, session, filter, list }: Props) {
  const words = readingWords.value
  const kept = useMemo(() => loaded<Transcript>(), [])
  const heading = useRef<HTMLHeadingElement>(null)
  const isExporting = useSignal(false)
  const isRemoving = useSignal(false)
  const placeOf = (one: string) => ({
    screen: 'transcripts' as const,
    site,
    rest: restOf({ session: one, filter }),
  })
  const load = () => void kept.load((signal) => readTranscript(ask, site, session, signal))
  useEffect(load, [])
  useLayoutEffect(() => {
    scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])
  const now = kept.now.value
  const title = now.state === 'there' ? now.value.turns[0]?.question : undefined

  return (
    <>
      <div class="row spread talk-ways">
        <a href={hrefOf(placeOf(''))} class="button">
          <BackIcon />
          {words.back}
        </a>
        <Neighbours list={list} session={session} hrefOf={(one) => hrefOf(placeOf(one))} />
      </div>
      <h1 ref={heading} tabIndex={-1} class="talk-title" dir="auto">
        {title === undefined ? words.talk : plainTitle(title)}
      </h1>
      <Shown of={kept} again={load} skeleton={<Skeleton />}>
        {(transcript) => (
          <>
            <div class="card talk-head">
              <p>
                {words.lasted(
                  moment(transcript.turns[0]?.createdAt ?? transcript.updatedAt),
                  moment(transcript.turns.at(-1)?.attemptedAt ?? transcript.updatedAt),
                )}
                {' · '}
                {words.turns(transcript.turns.length)}
              </p>
              <SessionId session={session} />
              <div class="row">
                <button
                  type="button"
                  aria-pressed={areDetailsShown.value}
                  onClick={() => (areDetailsShown.value = !areDetailsShown.value)}
                >
                  {words.details}
                </button>
                <button type="button" onClick={() => (isExporting.value = true)}>
                  {words.exportThis}
                </button>
                <button type="button" class="danger" onClick={() => (isRemoving.value = true)}>
                  {words.removeThis}
                </button>
              </div>
              {areDetailsShown.value &&
                versionsIn(transcript).map((version) => <Instructions key={version} site={site} version={version} />)}
            </div>
            <Talk site={site} transcript={transcript} words={filter.text} />
          </>
        )}
      </Shown>
      {isExporting.value && (
        <ExportDialog site={site} sessions={[session]} everything={null} close={() => (isExporting.value = false)} />
      )}
      {isRemoving.value && (
        <RemoveDialog
          list={list}
          sessions={[session]}
          close={(isDone) => {
            isRemoving.value = false
            // The list also shows a failure; but then it can be tried again here.
            if (isDone) goTo(placeOf(''))
          }}
        />
      )}
    </>
  )
}

interface TalkProps {
  site: string
  transcript: Transcript
  /** The search words, to be marked. */
  words: string
}

function Talk({ site, transcript: { turns, receipts }, words }: TalkProps) {
  const place = useRef<HTMLOListElement>(null)
  // Not a `useEffect`: Preact cleans that up after the next frame, and until then the marks would outlive the conversation.
  useLayoutEffect(() => (place.current ? markWords(place.current, words) : undefined), [words])
  return (
    <ol ref={place} class="card talk" aria-label={readingWords.value.talk}>
      {turns.map((turn, index) => {
        const before = turns[index - 1]
        return (
          <Fragment key={turn.id}>
            {(!before || isOtherDay(before.createdAt, turn.createdAt)) && (
              <li class="talk-day">{dayLabel(turn.createdAt, readingWords.value)}</li>
            )}
            <TranscriptTurn site={site} turn={turn} receipts={receipts} />
          </Fragment>
        )
      })}
    </ol>
  )
}

const Skeleton = () => (
  <>
    <div class="skeleton talk-head-waiting" />
    <div class="card talk" aria-hidden="true">
      <div class="skeleton talk-question-waiting" />
      <div class="skeleton talk-answer-waiting" />
      <div class="skeleton talk-question-waiting" />
      <div class="skeleton talk-answer-waiting" />
    </div>
  </>
)
