import { useEffect, useRef } from 'preact/hooks'
import type { TranscriptList } from './transcript-list.ts'
import { listWords } from './words.ts'

interface Props {
  list: TranscriptList
  again: () => void
  startExport: (sessions: readonly string[]) => void
  startRemoval: (sessions: readonly string[]) => void
}

/** How many there are, how many are selected, and the actions on them. */
export function Toolbar({ list, again, startExport, startRemoval }: Props) {
  const words = listWords.value
  const box = useRef<HTMLInputElement>(null)
  const shown = list.shown.value.length
  const selected = list.selected.value
  const found = list.found.now.value
  const hasMore = (found.state === 'there' ? found.value : found.before)?.next != null
  useEffect(() => {
    if (box.current) box.current.indeterminate = selected.size > 0 && selected.size < shown
  })
  return (
    <div class="transcripts-toolbar">
      <label class="transcripts-all">
        <input
          ref={box}
          type="checkbox"
          aria-label={words.selectShown}
          checked={selected.size > 0 && selected.size === shown}
          onChange={({ currentTarget }) => list.selectShown(currentTarget.checked)}
        />
      </label>
      <p role="status">
        {list.isFiltered.value ? words.matching(shown, hasMore) : words.shown(shown, hasMore)}
        {selected.size > 0 && <strong> · {words.selected(selected.size)}</strong>}
      </p>
      <div class="row">
        <button type="button" class="quiet" onClick={again}>
          {words.refresh}
        </button>
        <button type="button" onClick={() => startExport([...selected])}>
          {words.export}
        </button>
        <button type="button" class="danger" disabled={selected.size === 0} onClick={() => startRemoval([...selected])}>
          {words.remove}
        </button>
      </div>
    </div>
  )
}
