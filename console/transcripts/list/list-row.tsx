import { useComputed } from '@preact/signals'
import type { TranscriptSummary } from '../../../protocol/schemas/transcript.ts'
import { plainTitle } from './plain-title.ts'
import { partsOf } from './excerpt.ts'
import type { TranscriptList } from './transcript-list.ts'
import { ThumbDownIcon, ThumbUpIcon } from '../../ui/icons.tsx'
import { count, moment, otherUtcDay } from '../../words/format.ts'
import { listWords } from './words.ts'

interface Props {
  row: TranscriptSummary
  list: TranscriptList
  href: string
  leave: () => void
}

export function TranscriptRow({ row, list, href, leave }: Props) {
  const words = listWords.value
  const { session, excerpt, lastTurnAt, turns, ups, downs, troubles, versions } = row
  const title = plainTitle(row.title)
  const utcDay = otherUtcDay(lastTurnAt)
  // Of thousands of rows, only the one whose box was pressed renders again.
  const isSelected = useComputed(() => list.selected.value.has(session))
  return (
    <li class="transcripts-row" data-selected={isSelected.value}>
      <label>
        <input
          type="checkbox"
          aria-label={words.selectOne(title)}
          checked={isSelected.value}
          onChange={({ currentTarget }) => list.select(session, currentTarget.checked)}
        />
      </label>
      <div class="transcripts-said">
        <a href={href} data-session={session} onClick={leave}>
          {/* A right-to-left title begins where the others begin. */}
          <bdi>{title}</bdi>
        </a>
        {excerpt !== null && (
          <ul class="transcripts-excerpt">
            {partsOf(excerpt).map(({ speaker, pieces }, at) => (
              <li key={at}>
                {speaker && <b>{words.speakers[speaker]}</b>}{' '}
                <bdi>
                  {pieces.map(({ text, isFound }, index) => (isFound ? <mark key={index}>{text}</mark> : text))}
                </bdi>
              </li>
            ))}
          </ul>
        )}
        <p class="transcripts-facts">
          <span>{words.turns(turns)}</span>
          <span>{versions.map(words.versionName).join(', ')}</span>
          {ups > 0 && (
            <span class="badge good">
              <ThumbUpIcon />
              <span aria-hidden="true">{count(ups)}</span>
              <span class="unseen">{words.ups(ups)}</span>
            </span>
          )}
          {downs > 0 && (
            <span class="badge bad">
              <ThumbDownIcon />
              <span aria-hidden="true">{count(downs)}</span>
              <span class="unseen">{words.downs(downs)}</span>
            </span>
          )}
          {troubles.map((state) => (
            <span key={state} class={state === 'failed' ? 'badge bad' : 'badge'}>
              {words.states[state]}
            </span>
          ))}
        </p>
      </div>
      <time dateTime={lastTurnAt}>
        {moment(lastTurnAt)}
        {utcDay !== null && <small> {words.inUtc(utcDay)}</small>}
      </time>
    </li>
  )
}
