import type { ComponentChildren } from 'preact'
import type { Loaded } from '../model/loaded.ts'
import { told } from '../words/refusals.ts'
import { shell } from '../words/shell.ts'
import { Notice } from './notice.tsx'

interface Props<T> {
  of: Loaded<T>
  /** Called when the owner wants to try again. */
  again: () => void
  /** While nothing is there yet: in the shape of what will be, so that nothing jumps. */
  skeleton?: ComponentChildren
  children: (value: T) => ComponentChildren
}

/** What is fetched, once it is there; what was there before stays while it is fetched again. */
export function Shown<T>({ of, again, skeleton, children }: Props<T>) {
  const now = of.now.value
  const value = now.state === 'there' ? now.value : now.before
  return (
    <>
      {now.state === 'failed' && (
        <Notice kind="trouble">
          <p>{told(now.refusal)}</p>
          <button type="button" onClick={again}>
            {shell.value.again}
          </button>
        </Notice>
      )}
      {value !== null ? (
        <div class="shown" aria-busy={now.state === 'loading'}>
          {children(value)}
        </div>
      ) : (
        now.state === 'loading' && (
          <div class="waiting" role="status">
            <span class="unseen">{shell.value.loading}</span>
            {skeleton ?? <div class="skeleton" />}
          </div>
        )
      )}
    </>
  )
}
