import { useSignal } from '@preact/signals'
import type { TranscriptReceipt } from '../../../protocol/schemas/transcript.ts'
import type { Feedback, Turn } from '../../../protocol/schemas/turn.ts'
import type { PageContext } from '../../../protocol/schemas/question.ts'
import { hrefOf } from '../../shell/address.ts'
import { areDetailsShown, attemptsOf, type Attempt } from './transcript.ts'
import { AlertIcon, LeftIcon, RightIcon, ThumbDownIcon, ThumbUpIcon } from '../../ui/icons.tsx'
import { RenderedAnswer } from './rendered-answer.tsx'
import { clock } from '../../words/format.ts'
import { readingWords } from './words.ts'
import { failureMessage } from '../../words/turn-failures.ts'
import { Receipt } from './usage-record.tsx'

interface Props {
  site: string
  turn: Turn
  receipts: readonly TranscriptReceipt[]
}

/** One question and its answer, as on the page: the visitor on the right, the assistant on the left. */
export function TranscriptTurn({ site, turn, receipts }: Props) {
  const words = readingWords.value
  const attempts = attemptsOf(turn, receipts)
  const chosen = useSignal(attempts.length - 1)
  const attempt = attempts[chosen.value] ?? attempts.at(-1)
  if (!attempt) return null
  const { personaVersion } = attempt
  return (
    <li class="talk-turn">
      <div class="talk-question">
        <span class="unseen">{words.visitor}</span>
        <p dir="auto">{attempt.question}</p>
      </div>
      <p class="talk-note talk-asked">
        {turn.page && <Page page={turn.page} />}
        <time dateTime={attempt.askedAt}>{clock(attempt.askedAt)}</time>
      </p>
      <div class="talk-answer">
        <span class="unseen">{words.assistant}</span>
        {attempt.answer ? (
          <RenderedAnswer text={attempt.answer} page={turn.page?.url} words={words} />
        ) : (
          <p class="muted">{words.noWords}</p>
        )}
      </div>
      <Ending attempt={attempt} />
      <div class="talk-note">
        {attempts.length > 1 && (
          <span class="talk-attempts" role="group" aria-label={words.attempts}>
            <button
              type="button"
              class="round"
              aria-label={words.previousAttempt}
              aria-disabled={chosen.value === 0}
              onClick={() => (chosen.value = Math.max(0, chosen.value - 1))}
            >
              <LeftIcon />
            </button>
            <span role="status">{words.attempt(chosen.value + 1, attempts.length)}</span>
            <button
              type="button"
              class="round"
              aria-label={words.nextAttempt}
              aria-disabled={chosen.value === attempts.length - 1}
              onClick={() => (chosen.value = Math.min(attempts.length - 1, chosen.value + 1))}
            >
              <RightIcon />
            </button>
          </span>
        )}
        {personaVersion !== null && (
          <span>
            {words.answeredBy}{' '}
            <a href={hrefOf({ screen: 'persona', site, rest: 'versions' })}>{words.versionName(personaVersion)}</a>
          </span>
        )}
      </div>
      {attempt.feedback && <FeedbackGiven feedback={attempt.feedback} />}
      {areDetailsShown.value && <Receipt receipt={attempt.receipt} />}
    </li>
  )
}

/** Why an answer is incomplete. */
function Ending({ attempt: { state, failure, finishReason } }: { attempt: Attempt }) {
  const words = readingWords.value
  if (state === 'complete') {
    const note = finishReason === 'length' ? words.atLength : finishReason === 'fallback' ? words.fallback : ''
    return note ? <p class="talk-note">{note}</p> : null
  }
  return (
    <p class={`talk-ending ${state}`}>
      {state !== 'stopped' && <AlertIcon />}
      <span>
        <strong>{words.states[state]}</strong>
        {state === 'stopped' && ` · ${words.byVisitor}`}
        {failure && ` · ${failureMessage(failure)}`}
      </span>
    </p>
  )
}

function FeedbackGiven({ feedback: { rating, comment } }: { feedback: Feedback }) {
  const words = readingWords.value
  return (
    <div class={`talk-rating ${rating ?? ''}`}>
      {rating === 'up' && <ThumbUpIcon />}
      {rating === 'down' && <ThumbDownIcon />}
      <div>
        <strong>{rating === null ? words.commented : words.feedback[rating]}</strong>
        {comment && <p dir="auto">{comment}</p>}
      </div>
    </div>
  )
}

/** A page may have any title, so its address is shown beside it. It is only a link if it is a web address. */
function Page({ page: { title, url, selection } }: { page: PageContext }) {
  const words = readingWords.value
  const isLink = /^https?:\/\//.test(url)
  return (
    <span class="talk-page">
      {words.page}{' '}
      {isLink ? (
        <a href={url} target="_blank" rel="noreferrer noopener" title={url} dir="auto">
          {title || url}
        </a>
      ) : (
        <span dir="auto">{title || url}</span>
      )}
      {isLink && title && URL.canParse(url) && ' (' + new URL(url).host + ')'}
      {selection && (
        <>
          {' · '}
          {words.selection}: <q dir="auto">{selection}</q>
        </>
      )}
    </span>
  )
}
