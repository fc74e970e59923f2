import type { ComponentChildren } from 'preact'
import { useErrorBoundary, useLayoutEffect } from 'preact/hooks'
import { shell } from '../words/console-words.ts'
import { Notice } from './notice.tsx'

interface Props {
  /** The current place: at another place it is tried again. */
  at: string
  children: ComponentChildren
}

/** If rendering throws, a message replaces only the content; the browser's console has the error. */
export function Boundary({ at, children }: Props) {
  const words = shell.value
  const [error, tryAgain] = useErrorBoundary((thrown: unknown) => console.error(thrown))
  useLayoutEffect(() => {
    if (error !== undefined) tryAgain()
  }, [at])
  if (error === undefined) return <>{children}</>
  return (
    <>
      <h1>{words.brokenTitle}</h1>
      <Notice kind="trouble">
        <p>{words.broken}</p>
        <button type="button" onClick={() => location.reload()}>
          {words.reload}
        </button>
      </Notice>
    </>
  )
}
