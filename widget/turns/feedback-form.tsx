import { createRef, h } from 'preact'
import { signal } from '@preact/signals-core'
import { COMMENT_CHARACTERS } from '../../protocol/sizes.ts'
import { keepFocus } from '../panel/keep-focus.ts'
import type { TurnShown } from '../panel/props.ts'
import { watching } from '../panel/watching.ts'

/** How long the thanks stay. */
const THANKS_MS = 4000

/** A word about the rating, for those who have one. */
export const FeedbackForm = watching<TurnShown & { close: () => void }>(({ turn, store, close }, { onMount }) => {
  const form = createRef<HTMLFormElement>()
  const field = createRef<HTMLTextAreaElement>()
  const said = signal<'thanks' | 'feedbackNotSent' | undefined>(undefined)
  let closing: ReturnType<typeof setTimeout> | undefined
  onMount(() => {
    // A newer Chromium returns a promise here, and what this returns would be called.
    form.current?.scrollIntoView({ block: 'nearest' })
    return () => clearTimeout(closing)
  })
  const send = async () => {
    const comment = field.current?.value.trim() ?? ''
    if (!comment) return close()
    try {
      await store.rate(turn, { rating: turn.feedback.peek()?.rating ?? null, comment })
      said.value = 'thanks'
      closing = setTimeout(close, THANKS_MS)
    } catch {
      said.value = 'feedbackNotSent' // what was written stays in the field
    }
  }
  return ({ words }) => {
    const isSent = said.value === 'thanks'
    const ask = turn.feedback.value?.rating === 'down' ? words.whatWasBad : words.whatWasGood
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
})
