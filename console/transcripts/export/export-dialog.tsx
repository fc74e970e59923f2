import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { Refusal } from '../../api/ask.ts'
import { download } from '../../ui/download.ts'
import { ask } from '../../shell/sign-in.ts'
import { exportTranscripts, type Exported, type Exporting } from './export.ts'
import { FORMATS, MEDIA_TYPES, type Format } from './export-file.ts'
import { activeIn, type Filter } from '../list/filter.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { messageFor } from '../../words/refusals.ts'
import { shell } from '../../words/console-words.ts'
import { exportWords } from './words.ts'

interface Props {
  site: string
  /** The selected ones … */
  sessions: readonly string[]
  /** … or everything that matches the filter; null if there are no others. */
  everything: Filter | null
  close: () => void
}

type Now =
  | { state: 'asking' }
  | { state: 'busy'; progress: Exporting | null }
  | { state: 'failed'; refusal: Refusal }
  | ({ state: 'done' } & Pick<Exported, 'sessions' | 'gone' | 'unreadable'>)

export function ExportDialog({ site, sessions, everything, close }: Props) {
  const words = exportWords.value
  const now = useSignal<Now>({ state: 'asking' })
  const format = useSignal<Format>('csv')
  const isAll = useSignal(sessions.length === 0)
  const stop = useRef<AbortController>(undefined)
  useEffect(() => () => stop.current?.abort(), [])
  const { value } = now

  async function start(event: Event): Promise<void> {
    event.preventDefault()
    if (now.value.state === 'busy') return
    const { signal } = (stop.current = new AbortController())
    now.value = { state: 'busy', progress: null }
    try {
      const { parts, ...became } = await exportTranscripts(ask, {
        site,
        wanted: isAll.value && everything ? { filter: everything } : { sessions },
        format: format.value,
        signal,
        tell: (progress) => (now.value = { state: 'busy', progress }),
      })
      if (signal.aborted) return
      if (became.sessions > 0) download(nameOf(site, format.value), MEDIA_TYPES[format.value], parts)
      now.value = { state: 'done', ...became }
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof Refusal)) throw error
      now.value = { state: 'failed', refusal: error }
    }
  }

  return (
    <Dialog title={words.exportTitle} close={close}>
      {value.state === 'done' ? (
        <>
          <Notice kind="done">
            <p>{value.sessions > 0 ? words.exported(value.sessions) : words.nothingToExport}</p>
            {value.gone > 0 && <p>{words.gone(value.gone)}</p>}
          </Notice>
          {value.unreadable > 0 && <Notice kind="trouble">{words.unreadable(value.unreadable)}</Notice>}
          <div class="row">
            <button type="button" class="main" onClick={close}>
              {shell.value.close}
            </button>
          </div>
        </>
      ) : (
        <form class="stack" onSubmit={(event) => void start(event)}>
          <fieldset class="stack transcripts-choice" disabled={value.state === 'busy'}>
            <legend>{words.exportWhich}</legend>
            {sessions.length > 0 && (
              <Option
                group="which"
                isChosen={!isAll.value}
                choose={() => (isAll.value = false)}
                label={everything ? words.exportSelected(sessions.length) : words.exportOne}
              />
            )}
            {everything && (
              <Option
                group="which"
                isChosen={isAll.value}
                choose={() => (isAll.value = true)}
                label={activeIn(everything).length > 0 ? words.exportMatching : words.exportAll}
              />
            )}
          </fieldset>
          <fieldset class="stack transcripts-choice" disabled={value.state === 'busy'}>
            <legend>{words.exportAs}</legend>
            {FORMATS.map((one) => (
              <Option
                key={one}
                group="format"
                isChosen={format.value === one}
                choose={() => (format.value = one)}
                label={words.formats[one]}
              />
            ))}
          </fieldset>
          <p class="muted">{words.exportCareful}</p>
          {value.state === 'failed' && <Notice kind="trouble">{messageFor(value.refusal)}</Notice>}
          {value.state === 'busy' && <Progress progress={value.progress} />}
          <div class="row answers">
            <button type="submit" class="main" aria-disabled={value.state === 'busy'}>
              {words.exportNow}
            </button>
            <button type="button" onClick={close}>
              {shell.value.cancel}
            </button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

interface OptionProps {
  group: string
  isChosen: boolean
  choose: () => void
  label: string
}

const Option = ({ group, isChosen, choose, label }: OptionProps) => (
  <label class="transcripts-option">
    <input type="radio" name={group} checked={isChosen} onChange={choose} />
    <span>{label}</span>
  </label>
)

function Progress({ progress }: { progress: Exporting | null }) {
  const words = exportWords.value
  if (!progress || progress.isFinding) {
    return (
      <label class="field">
        <span role="status">{words.finding(progress?.of ?? 0)}</span>
        <progress />
      </label>
    )
  }
  return (
    <label class="field">
      <span role="status">{words.exporting(progress.done, progress.of)}</span>
      <progress max={progress.of} value={progress.done} />
    </label>
  )
}

/** `shop-transcripts-2026-11-30.csv` */
const nameOf = (site: string, format: Format): string =>
  `${site}-transcripts-${new Date().toISOString().slice(0, 10)}.${format}`
