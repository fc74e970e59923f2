import { createRef, h } from 'preact'
import { signal } from '@preact/signals-core'
import { QUESTION_CHARACTERS } from '../../protocol/sizes.ts'
import { isActive, isTaken } from '../chat/shown-turn.ts'
import { isComposing } from '../panel/composing.ts'
import { EditIcon } from './turn-icons.tsx'
import type { TurnShown } from '../panel/props.ts'
import { watching } from '../panel/watching.ts'

interface Props extends TurnShown {
  text: string
  /** An earlier wording: it is only looked at. */
  isPast: boolean
}

/** The question; the last one can be put another way. */
export const Question = watching<Props>(() => {
  const isEditing = signal(false)
  return ({ turn, isLast, store, words, text, isPast }) => {
    if (isEditing.value && isLast && !isActive(turn) && !isPast) {
      return <Editor turn={turn} store={store} words={words} close={() => (isEditing.value = false)} />
    }
    return (
      <div class="asked">
        {isLast && !isPast && isTaken(turn) && !store.isAnswering.value && (
          <button
            type="button"
            class="round quiet tool"
            title={words.edit}
            aria-label={words.edit}
            onClick={() => (isEditing.value = true)}
          >
            <EditIcon />
          </button>
        )}
        <div class="message question" part="message" dir="auto" aria-label={`${words.you}: ${text}`} role="group">
          {text}
        </div>
      </div>
    )
  }
})

type EditorProps = Pick<Props, 'turn' | 'store' | 'words'> & { close: () => void }

const Editor = watching<EditorProps>(({ turn, store, close }, { onMount }) => {
  const field = createRef<HTMLTextAreaElement>()
  onMount(() => {
    field.current?.focus({ preventScroll: true })
    field.current?.select()
    // With its buttons, and not only the line that is written in.
    field.current?.form?.scrollIntoView({ block: 'nearest' })
    const viewport = field.current?.closest<HTMLElement>('.viewport')
    return () => viewport?.focus({ preventScroll: true })
  })
  const save = () => {
    close()
    store.edit(turn, field.current?.value ?? '')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event)) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      save()
    }
  }
  return ({ words }) => (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <textarea
        ref={field}
        rows={3}
        dir="auto"
        maxLength={QUESTION_CHARACTERS}
        aria-label={words.edit}
        defaultValue={turn.question.peek()}
        onKeyDown={onKeyDown}
      />
      <div class="row">
        <button type="button" class="pill" onClick={close}>
          {words.cancel}
        </button>
        <button type="submit" class="pill act">
          {words.send}
        </button>
      </div>
    </form>
  )
})
