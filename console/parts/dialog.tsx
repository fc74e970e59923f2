import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { shell } from '../words/shell.ts'
import { CloseIcon } from './icons.tsx'

interface Props {
  title: string
  /** Esc, the cross, or outside: the one who opened it takes it away. */
  close: () => void
  children: ComponentChildren
}

/** A question that has to be answered first. The browser keeps focus inside; afterwards it is where it was. */
export function Dialog({ title, close, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    const before = document.activeElement
    element?.showModal()
    return () => {
      element?.close()
      // It has left the page by now, and then the browser gives nothing back.
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        close()
      }}
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
