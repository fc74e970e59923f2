import { h } from 'preact'
import { useSignal } from '@preact/signals-core'
import { useRef } from 'preact/hooks'
import { COMMENT_CHARACTERS } from '../../protocol/wire.ts'
import type { TurnShown } from './turn.tsx'

/** A word about the rating, for those who have one. */
export function FeedbackForm({ turn, store, words, close }: TurnShown & { close: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const said = useSignal<'thanks' | 'feedbackNotSent' | undefined>(undefined)
  const rating = turn.feedback.value?.rating ?? null
  const send = async () => {
    const comment = field.current?.value.trim() ?? ''
    if (!comment) return close()
    try {
      await store.rate(turn, { rating, comment })
      said.value = 'thanks'
    } catch {
      said.value = 'feedbackNotSent' // what was written stays in the field
    }
  }
  const isSent = said.value === 'thanks'
  return (
    <form
      class="editor comment"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {!isSent && (
        <textarea
          ref={field}
          rows={2}
          dir="auto"
          maxLength={COMMENT_CHARACTERS}
          placeholder={rating === 'down' ? words.whatWasBad : words.whatWasGood}
          aria-label={rating === 'down' ? words.whatWasBad : words.whatWasGood}
        />
      )}
      <p role="status">{said.value && words[said.value]}</p>
      {!isSent && (
        <div class="row">
          <button type="button" class="pill" onClick={close}>
            {words.cancel}
          </button>
          <button type="submit" class="pill act">
            {words.sendComment}
          </button>
        </div>
      )}
    </form>
  )
}
