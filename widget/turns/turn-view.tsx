import { h } from 'preact'
import { useComputed, useSignal } from '@preact/signals'
import type { Attempt } from '../api/parse.ts'
import { retry } from '../chat/turn-actions.ts'
import type { TurnFacts } from '../chat/turn.ts'
import { needsOwner, turnTroubleIn } from '../words/turn-trouble.ts'
import { Actions } from './actions.tsx'
import { Answer } from './answer.tsx'
import { FeedbackForm } from './feedback-form.tsx'
import { keepFocus } from '../panel/keep-focus.ts'
import { Question } from './question.tsx'
import type { TurnProps } from '../panel/props.ts'

/** Enough of a UUID to tell it from the others, and short enough to read out on the telephone. */
const REFERENCE_CHARACTERS = 13

export function Turn({ turn, isLast, store, words }: TurnProps) {
  /** Which attempt is shown; 0 shows the newest. */
  const turnedTo = useSignal(0)
  const isRating = useSignal(false)
  // Changes once per answer, not once per delta.
  const hasWords = useComputed(() => turn.answer.value !== '').value
  const facts = turn.facts.value
  const active = turn.isActive
  // A visitor who asks for another answer wants to see that one.
  const past = active ? undefined : facts.earlier.find(({ attempt }) => attempt === turnedTo.value)
  const shown = { turn, isLast, store, words }
  const imageHosts = store.view.value?.imageHosts ?? []
  return (
    <li class="turn">
      <Question {...shown} text={past?.question ?? facts.question} isPast={past !== undefined} />
      <div class="words">
        {past && <Answer key={past.attempt} text={past.answer} isOver words={words} imageHosts={imageHosts} />}
        {!past && hasWords && (
          <Answer key="newest" text={turn.answer} isOver={!active} words={words} imageHosts={imageHosts} />
        )}
        {!active && <Outcome {...shown} past={past} />}
      </div>
      {active && (
        <div class="typing" role="img" aria-label={words.writing(store.view.value?.name ?? '')}>
          <i />
          <i />
          <i />
        </div>
      )}
      {!active && !past && <Reference {...shown} />}
      {!active && <Actions {...shown} past={past} turnedTo={turnedTo} isRating={isRating} hasWords={hasWords} />}
      {isRating.value && isLast && !active && !past && (
        <FeedbackForm key={`${facts.feedback?.rating}`} {...shown} close={() => (isRating.value = false)} />
      )}
    </li>
  )
}

/** The note below a finished answer; nothing if all went well. */
function Outcome({ turn, store, words, past }: TurnProps & { past: Attempt | undefined }) {
  const ending = past ?? turn.facts.value
  const { state, failure } = ending
  const note = outcome(ending, words)
  if (!note) return null
  const isFull = failure === 'session_limit_reached'
  return (
    <p class={`outcome ${failure ? 'failed' : ''}`} role="status">
      <span>{note}</span>
      {!past && state !== 'complete' && (
        <button
          type="button"
          class="pill again"
          // Neither a retry nor waiting helps here, so offer what does.
          onClick={(event) => (keepFocus(event), isFull ? store.reset() : retry(store, turn))}
        >
          {isFull ? words.newConversation : words.tryAgain}
        </button>
      )}
    </p>
  )
}

/**
 * The id with which the owner finds the failure in the log. For a turn that the Worker accepted it is the turn's id, which
 * stays the same when the page is reloaded. For a refused one it is the id of the request.
 */
function Reference({ turn, words }: TurnProps) {
  const { state, failure, reference: refused } = turn.facts.value
  const reference = state === 'lost' ? refused : turn.id.slice(0, REFERENCE_CHARACTERS)
  if (!failure || !reference || !needsOwner(failure)) return null
  return (
    <p class="reference">
      {words.reference} <bdi dir="ltr">{reference}</bdi>
    </p>
  )
}

function outcome({ state, failure, finishReason }: Attempt | TurnFacts, words: TurnProps['words']): string {
  switch (state) {
    case 'stopped':
      return words.stopped
    case 'interrupted':
      return words.interrupted
    case 'failed':
    case 'lost':
      return turnTroubleIn(words, failure ?? '')
    case 'complete':
      return finishReason === 'length' ? words.atLength : ''
    default:
      return ''
  }
}
