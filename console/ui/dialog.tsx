import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { shell } from '../words/console-words.ts'
import { CloseIcon } from './icons.tsx'

interface Props {
  title: string
  /** Esc, the cross, or a click outside: its opener removes it. */
  close: () => void
  children: ComponentChildren
}

/** A question that has to be answered first. The browser keeps the focus inside, and restores it afterwards. */
export function Dialog({ title, close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  // Preact cleans up a `useEffect` only after the next frame. Until then the focus would be nowhere, and a key pressed
  // in that time would be lost.
  useLayoutEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    return () => {
      element?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      // If the focused part of a dialog disappears, the dialog itself gets the focus.
      tabIndex={-1}
      aria-label={title}
      onCancel={(event) => {
        // A dismissed file picker fires `cancel` too, and the event bubbles up to here.
        if (event.target !== event.currentTarget) return
        event.preventDefault()
        close()
      }}
      // Esc closes it without asking if nobody has touched the page since the last Esc. Closing it on unmount fires `close` too.
      onClose={({ currentTarget }) => currentTarget.isConnected && close()}
      onClick={(event) => event.target === event.currentTarget && close()}
    >
      <div class="dialog">
        <header>
          <h2>{title}</h2>
          <button type="button" class="round" aria-label={shell.value.close} onClick={close}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
