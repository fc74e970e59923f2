import type { ComponentChildren } from 'preact'
import type { Loaded } from '../api/loaded.ts'
import { messageFor } from '../words/refusals.ts'
import { shell } from '../words/console-words.ts'
import { Notice } from './notice.tsx'

interface Props<T> {
  of: Loaded<T>
  /** Called when the owner wants to try again. */
  again: () => void
  /** Shown during the first load, in the shape of the content, so that nothing jumps. */
  skeleton?: ComponentChildren
  children: (value: T) => ComponentChildren
}

/** Data once it is loaded. The previous data stays while it is fetched again. */
export function Shown<T>({ of, again, skeleton, children }: Props<T>) {
  const now = of.now.value
  const value = now.state === 'there' ? now.value : now.before
  const refusal = now.state === 'there' ? null : now.refusal
  const isLoading = now.state === 'loading'
  return (
    <>
      {refusal && (
        // It stays during a retry: the button would take the focus with it, and nobody can press a button that comes and goes.
        <Notice kind="trouble">
          <p>{messageFor(refusal)}</p>
          <button type="button" aria-disabled={isLoading} onClick={() => !isLoading && again()}>
            {isLoading ? shell.value.loading : shell.value.again}
          </button>
        </Notice>
      )}
      {value !== null ? (
        <div class="shown" aria-busy={isLoading}>
          {children(value)}
        </div>
      ) : (
        isLoading &&
        !refusal && (
          <div class="waiting" role="status">
            <span class="unseen">{shell.value.loading}</span>
            {skeleton ?? <div class="skeleton" />}
          </div>
        )
      )}
    </>
  )
}
