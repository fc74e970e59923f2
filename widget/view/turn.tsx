import { h } from 'preact'
import { useComputed } from '@preact/signals'
import type { Store } from '../store.ts'
import { isActive, type ShownTurn } from '../turn.ts'
import { troubleOf } from '../words/trouble.ts'
import type { Words } from '../words/words.ts'
import { Answer } from './answer.tsx'
import { keepFocus } from './keep-focus.ts'

interface Props {
  turn: ShownTurn
  store: Store
  words: Words
}

export function Turn({ turn, store, words }: Props) {
  // Changes once an answer, not once a delta.
  const hasWords = useComputed(() => turn.answer.value !== '').value
  const active = isActive(turn)
  return (
    <li class="turn">
      <div
        class="message question"
        part="message"
        dir="auto"
        aria-label={`${words.you}: ${turn.question}`}
        role="group"
      >
        {turn.question}
      </div>
      {hasWords && <Answer turn={turn} />}
      {active && !hasWords && (
        <div class="message answer typing" role="img" aria-label={words.writing(store.view.value?.name ?? '')}>
          <i />
          <i />
          <i />
        </div>
      )}
      {!active && <Outcome turn={turn} store={store} words={words} />}
    </li>
  )
}

/** What there is to say below a turn that is over; nothing, when all went well. */
function Outcome({ turn, store, words }: Props) {
  const note = outcome(turn, words)
  if (!note) return null
  return (
    <p class={`outcome ${turn.failure.value ? 'failed' : ''}`} role="status">
      <span>{note}</span>
      {turn.state.value !== 'complete' && (
        <button type="button" class="pill again" onClick={(event) => (keepFocus(event), store.retry(turn))}>
          {words.tryAgain}
        </button>
      )}
    </p>
  )
}

function outcome({ state, failure, finishReason }: ShownTurn, words: Words): string {
  switch (state.value) {
    case 'stopped':
      return words.stopped
    case 'interrupted':
      return words.interrupted
    case 'failed':
    case 'lost':
      return words.trouble[troubleOf(failure.value ?? '')]
    case 'complete':
      return finishReason.value === 'length' ? words.atLength : ''
    default:
      return ''
  }
}
