import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { TranscriptList } from './transcript-list.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { shell } from '../../words/console-words.ts'
import { listWords } from './words.ts'

interface Props {
  list: TranscriptList
  sessions: readonly string[]
  /** @param isDone whether anything was deleted. */
  close: (isDone: boolean) => void
}

/** Asks first, then shows the progress. Closing it stops the rest of the deletion. */
export function RemoveDialog({ list, sessions, close }: Props) {
  const words = listWords.value
  const isBusy = useSignal(false)
  const stop = useRef(new AbortController())
  useEffect(() => () => stop.current.abort(), [])
  const deleting = list.deleting.value

  async function remove(): Promise<void> {
    isBusy.value = true
    const { done } = await list.remove(sessions, stop.current.signal)
    close(done > 0)
  }

  return (
    <Dialog
      title={words.removeTitle(sessions.length)}
      close={() => {
        stop.current.abort()
        // During a deletion, the requests that have begun finish first, and then the dialog closes.
        if (!isBusy.value) close(false)
      }}
    >
      <p>{words.removeMeans(sessions.length)}</p>
      <p class="muted">{words.removeKept}</p>
      {isBusy.value && deleting ? (
        <>
          <label class="field">
            <span role="status">{words.removing(deleting.done, deleting.of)}</span>
            <progress max={deleting.of} value={deleting.done + deleting.failed} />
          </label>
          <div class="row">
            <button type="button" onClick={() => stop.current.abort()}>
              {words.stopRemoving}
            </button>
          </div>
        </>
      ) : (
        <div class="row">
          <button type="button" class="danger" onClick={() => void remove()}>
            {words.removeNow(sessions.length)}
          </button>
          <button type="button" onClick={() => close(false)}>
            {shell.value.cancel}
          </button>
        </div>
      )}
    </Dialog>
  )
}
