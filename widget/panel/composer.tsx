import { h, type ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { QUESTION_CHARACTERS } from '../../protocol/sizes.ts'
import { isComposing } from './composing.ts'
import { SendIcon, StopIcon } from './icons.tsx'
import type { PanelProps } from './props.ts'

/** From here on the visitor sees how many characters are left. */
const NEAR_LIMIT = 200

interface Props extends PanelProps {
  isInline: boolean
  /** Content shown above the field. */
  children: ComponentChildren
}

export function Composer({ store, words, isInline, children }: Props) {
  const { draft, conversation } = store
  const field = useRef<HTMLTextAreaElement>(null)
  const isOpen = store.isOpen.value
  const text = draft.value
  const site = store.view.value
  const left = QUESTION_CHARACTERS - text.length
  const placeholder = site?.placeholder || words.ask

  const wasOpen = useRef(isOpen)
  useLayoutEffect(() => {
    const isNew = isOpen && !wasOpen.current
    wasOpen.current = isOpen
    if (!isOpen || !field.current) return
    fit(field.current, text)
    // A panel that an earlier page left open, or an inline chat, must not take the focus from the page.
    if (isNew && !isInline) field.current.focus({ preventScroll: true })
  })

  const send = () => {
    // Text that is written while an answer streams stays in the field.
    if (conversation.isAnswering.value) return
    conversation.send(draft.value)
    draft.value = ''
    field.current?.focus()
  }

  return (
    <form
      class="composer"
      part="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {children}
      <div class="box">
        <textarea
          ref={field}
          rows={1}
          // For `auto`, an empty field is left to right, whatever its placeholder is.
          dir={text ? 'auto' : undefined}
          enterkeyhint="send"
          maxLength={QUESTION_CHARACTERS}
          placeholder={placeholder}
          aria-label={placeholder}
          value={text}
          onInput={(event) => (draft.value = event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return
            event.preventDefault()
            send()
          }}
        />
        <SendOrStop store={store} words={words} onStop={() => field.current?.focus()} />
      </div>
      {left <= NEAR_LIMIT && (
        <p class="small" role="status">
          {words.charactersLeft(left)}
        </p>
      )}
      {site?.disclaimer && (
        <p class="small disclaimer" dir="auto">
          {site.disclaimer}
        </p>
      )}
    </form>
  )
}

function SendOrStop({ store, words, onStop }: PanelProps & { onStop: () => void }) {
  const { draft, conversation } = store
  const stop = (event: MouseEvent) => {
    // The second half of a double click on Send is not a click on Stop.
    if (event.detail > 1) return
    conversation.stop()
    onStop()
  }
  if (conversation.isAnswering.value)
    return (
      <button key="stop" type="button" class="round act stop" part="send" aria-label={words.stop} onClick={stop}>
        <StopIcon />
      </button>
    )
  const isEmpty = !draft.value.trim()
  return (
    <button key="send" type="submit" class="round act" part="send" aria-label={words.send} disabled={isEmpty}>
      <SendIcon />
    </button>
  )
}

/** Makes the field as high as its text, whether the visitor or the page wrote it. */
function fit(field: HTMLTextAreaElement, draft: string): void {
  // The value may not have reached the field yet.
  field.value = draft
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
