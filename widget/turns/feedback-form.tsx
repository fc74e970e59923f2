import { useSignal } from '@preact/signals'
import { h } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { COMMENT_CHARACTERS } from '../../protocol/sizes.ts'
import { giveFeedback } from '../chat/feedback.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import type { TurnProps } from '../panel/props.ts'

/** How long the thank-you message is shown. */
const THANKS_MS = 4000

/** An optional comment on the rating. */
export function FeedbackForm({ turn, store, words, close }: TurnProps & { close: () => void }) {
  const form = useRef<HTMLFormElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const said = useSignal<'thanks' | 'feedbackNotSent' | undefined>(undefined)
  const isSent = said.value === 'thanks'

  useLayoutEffect(() => {
    // A newer Chromium returns a promise here, and Preact would call whatever this returns.
    form.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  useEffect(() => {
    if (!isSent) return
    const closing = setTimeout(close, THANKS_MS)
    return () => clearTimeout(closing)
  }, [isSent])

  const send = async () => {
    const comment = field.current?.value.trim() ?? ''
    if (!comment) return close()
    try {
      await giveFeedback(store, turn, { rating: turn.now.feedback?.rating ?? null, comment })
      said.value = 'thanks'
    } catch {
      said.value = 'feedbackNotSent' // What was written stays in the field.
    }
  }

  const ask = turn.facts.value.feedback?.rating === 'down' ? words.whatWasBad : words.whatWasGood
  return (
    <form
      ref={form}
      class={`comment ${isSent ? '' : 'editor'}`}
      onSubmit={(event) => {
        event.preventDefault()
        keepFocus(event)
        void send()
      }}
    >
      {!isSent && (
        <textarea ref={field} rows={2} dir="auto" maxLength={COMMENT_CHARACTERS} placeholder={ask} aria-label={ask} />
      )}
      <p role="status">{said.value && words[said.value]}</p>
      {!isSent && (
        <div class="row">
          <button type="button" class="pill" onClick={(event) => (keepFocus(event), close())}>
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
