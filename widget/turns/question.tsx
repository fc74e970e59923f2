import { useSignal } from '@preact/signals'
import { h } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { QUESTION_CHARACTERS } from '../../protocol/sizes.ts'
import { edit } from '../chat/turn-actions.ts'
import { isComposing } from '../panel/composing.ts'
import { EditIcon } from './turn-icons.tsx'
import type { TurnProps } from '../panel/props.ts'

interface Props extends TurnProps {
  text: string
  /** An earlier wording, which cannot be edited. */
  isPast: boolean
}

/** The question; the visitor can edit the last one. */
export function Question({ turn, isLast, store, words, text, isPast }: Props) {
  const isEditing = useSignal(false)
  if (isEditing.value && isLast && !turn.isActive && !isPast) {
    return <Editor turn={turn} store={store} words={words} close={() => (isEditing.value = false)} />
  }
  return (
    <div class="asked">
      {isLast && !isPast && turn.isAccepted && !store.conversation.isAnswering.value && (
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

type EditorProps = Pick<Props, 'turn' | 'store' | 'words'> & { close: () => void }

function Editor({ turn, store, words, close }: EditorProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true })
    field.current?.select()
    // With its buttons, not only the line with the cursor.
    field.current?.form?.scrollIntoView({ block: 'nearest' })
    const viewport = field.current?.closest<HTMLElement>('.viewport')
    return () => viewport?.focus({ preventScroll: true })
  }, [])
  const save = () => {
    close()
    edit(store, turn, field.current?.value ?? '')
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
  return (
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
        defaultValue={turn.now.question}
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
}
