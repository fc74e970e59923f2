import { h } from 'preact'
import { computed, signal } from '@preact/signals-core'
import type { Attempt } from '../api/parse.ts'
import { isActive, type ShownTurn } from '../chat/shown-turn.ts'
import { needsOwner, turnTroubleIn } from '../words/turn-trouble.ts'
import { Actions } from './actions.tsx'
import { Answer } from './answer.tsx'
import { FeedbackForm } from './feedback-form.tsx'
import { keepFocus } from '../panel/keep-focus.ts'
import { Question } from './question.tsx'
import type { TurnShown } from '../panel/props.ts'
import { watching } from '../panel/watching.ts'

/** As much of a UUID as tells it from the others, and can be read to somebody on the telephone. */
const REFERENCE_CHARACTERS = 13

export const Turn = watching<TurnShown>(({ turn }) => {
  /** The number of the attempt that is looked at; that of none of the earlier ones for the newest. */
  const turnedTo = signal(0)
  const isRating = signal(false)
  // Changes once an answer, not once a delta.
  const hasAnswer = computed(() => turn.answer.value !== '')

  return ({ isLast, store, words }) => {
    const hasWords = hasAnswer.value
    const active = isActive(turn)
    // Whoever asks for another answer looks at that one.
    const past = active ? undefined : turn.earlier.value.find(({ attempt }) => attempt === turnedTo.value)
    const shown = { turn, isLast, store, words }
    const imageHosts = store.view.value?.imageHosts ?? []
    return (
      <li class="turn">
        <Question {...shown} text={past?.question ?? turn.question.value} isPast={past !== undefined} />
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
          <FeedbackForm key={`${turn.feedback.value?.rating}`} {...shown} close={() => (isRating.value = false)} />
        )}
      </li>
    )
  }
})

/** What there is to say below an answer that is over; nothing, when all went well. */
const Outcome = watching<TurnShown & { past: Attempt | undefined }>(() => ({ turn, store, words, past }) => {
  const state = past?.state ?? turn.state.value
  const failure = past ? past.failure : turn.failure.value
  const note = outcome({ state, failure, finishReason: past ? past.finishReason : turn.finishReason.value }, words)
  if (!note) return null
  const isFull = failure === 'session_limit_reached'
  return (
    <p class={`outcome ${failure ? 'failed' : ''}`} role="status">
      <span>{note}</span>
      {!past && state !== 'complete' && (
        <button
          type="button"
          class="pill again"
          // Trying again helps as little as the time does: what helps is offered.
          onClick={(event) => (keepFocus(event), isFull ? store.reset() : store.retry(turn))}
        >
          {isFull ? words.newConversation : words.tryAgain}
        </button>
      )}
    </p>
  )
})

/**
 * By this the owner finds the failure in the log: a turn that the Worker took by its own id, which stays the same when the page
 * is loaded again; what it refused by the id of the request.
 */
const Reference = watching<TurnShown>(() => ({ turn, words }) => {
  const reference = turn.state.value === 'lost' ? turn.reference : turn.id.slice(0, REFERENCE_CHARACTERS)
  const failure = turn.failure.value
  if (!failure || !reference || !needsOwner(failure)) return null
  return (
    <p class="reference">
      {words.reference} <bdi dir="ltr">{reference}</bdi>
    </p>
  )
})

interface Ending {
  state: ShownTurn['state']['value']
  failure: Attempt['failure']
  finishReason: string | null
}

function outcome({ state, failure, finishReason }: Ending, words: TurnShown['words']): string {
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
