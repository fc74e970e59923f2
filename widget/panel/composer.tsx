import { createRef, h, type ComponentChildren } from 'preact'
import { QUESTION_CHARACTERS } from '../../protocol/sizes.ts'
import { isComposing } from './composing.ts'
import { SendIcon, StopIcon } from './icons.tsx'
import type { PanelProps } from './props.ts'
import { watching } from './watching.ts'

/** From here on the visitor sees how many characters are left. */
const NEAR_LIMIT = 200

interface Props extends PanelProps {
  isInline: boolean
  /** What stands above the field. */
  children: ComponentChildren
}

export const Composer = watching<Props>(({ store, isInline }, { onRender }) => {
  const { view, draft, isOpen, isAnswering } = store
  const field = createRef<HTMLTextAreaElement>()
  // A panel that an earlier page left open does not take the focus from this one.
  let wasOpen = isOpen.peek()

  onRender(() => {
    const isNew = isOpen.peek() && !wasOpen
    wasOpen = isOpen.peek()
    if (!wasOpen || !field.current) return
    fit(field.current, draft.peek())
    // A chat that is part of the page does not take the focus from it.
    if (isNew && !isInline) field.current.focus({ preventScroll: true })
  })

  const send = () => {
    // What is written while an answer comes stays where it is.
    if (isAnswering.value) return
    store.send(draft.value)
    draft.value = ''
    field.current?.focus()
  }
  const stop = (event: MouseEvent) => {
    // The second half of a double click on Send is no wish to stop.
    if (event.detail > 1) return
    store.stop()
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return
    event.preventDefault()
    send()
  }

  return ({ words, children }) => {
    const left = QUESTION_CHARACTERS - draft.value.length
    const placeholder = view.value?.placeholder || words.ask
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
            // An empty field is left to right to `auto`, whatever its placeholder is.
            dir={draft.value ? 'auto' : undefined}
            enterkeyhint="send"
            maxLength={QUESTION_CHARACTERS}
            placeholder={placeholder}
            aria-label={placeholder}
            value={draft.value}
            onInput={(event) => (draft.value = event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          {isAnswering.value ? (
            <button key="stop" type="button" class="round act stop" part="send" aria-label={words.stop} onClick={stop}>
              <StopIcon />
            </button>
          ) : (
            <button
              key="send"
              type="submit"
              class="round act"
              part="send"
              aria-label={words.send}
              disabled={!draft.value.trim()}
            >
              <SendIcon />
            </button>
          )}
        </div>
        {left <= NEAR_LIMIT && (
          <p class="small" role="status">
            {words.charactersLeft(left)}
          </p>
        )}
        {view.value?.disclaimer && (
          <p class="small disclaimer" dir="auto">
            {view.value.disclaimer}
          </p>
        )}
      </form>
    )
  }
})

/** Makes the field as high as what is written in it, whoever wrote it. */
function fit(field: HTMLTextAreaElement, draft: string): void {
  // The value may not have reached the field yet.
  field.value = draft
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
