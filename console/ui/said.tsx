import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { shell } from '../words/console-words.ts'
import { CloseIcon } from './icons.tsx'
import { Notice } from './notice.tsx'

interface Props {
  children: ComponentChildren
  forget: () => void
}

const READ_MILLISECONDS = 10_000

/** What was just done: visible at any scroll position, and gone when it has been read. It stays while the pointer is over it. */
export function Said({ children, forget }: Props) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stay = () => clearTimeout(timer.current)
  const go = () => {
    stay()
    timer.current = setTimeout(forget, READ_MILLISECONDS)
  }
  useEffect(() => {
    go()
    return stay
  }, [children])
  return (
    <div class="said" onPointerEnter={stay} onPointerLeave={go} onFocusIn={stay} onFocusOut={go}>
      <Notice kind="done">{children}</Notice>
      <button type="button" class="round" aria-label={shell.value.close} onClick={forget}>
        <CloseIcon />
      </button>
    </div>
  )
}
