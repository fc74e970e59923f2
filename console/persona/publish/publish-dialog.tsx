import { useSignal, type Signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Looks } from '../../../protocol/tag-looks.ts'
import type { Drafting } from '../draft.ts'
import { isWrong, type Readiness } from './readiness.ts'
import { loadSites } from '../../shell/site-list.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Difference } from '../difference-view.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useOrder } from '../../ui/use-order.tsx'
import { count } from '../../words/format.ts'
import { personaWords } from '../words.ts'
import { publishWords } from './words.ts'
import { messageFor } from '../../words/refusals.ts'
import { shell } from '../../words/console-words.ts'
import { ConflictDifference } from '../conflict-dialog.tsx'
import { PersonaReadiness } from './readiness-notice.tsx'

/** Called with what was done and, if something else went live, with the launcher before and after. */
export type Say = (done: string, looks?: { before: Looks; now: Looks }) => void

interface Props {
  draft: Drafting
  readiness: Readiness
  close: () => void
  say: Say
}

/** What visitors will get, next to what they get now. If someone else was faster, the owner chooses. */
export function PersonaPublish({ draft, readiness, close, say }: Props) {
  const words = publishWords.value
  const order = useOrder()
  const note = useSignal('')
  const now = draft.details.now.value
  const live = now.state === 'there' ? now.value.live : now.before?.live
  const settings = draft.settings.value
  const saving = draft.saving.value
  const found = readiness.found.now.value
  const isClosed = ((found.state === 'there' ? found.value : found.before) ?? []).some(isWrong)
  // The deployment may have changed since the draft was saved.
  useEffect(() => void (settings && readiness.look(settings)), [settings])
  if (!live || !settings) return null

  async function publish(): Promise<void> {
    const version = await draft.publish(note.value)
    if (!version || !live) return
    say(words.published(count(version.version)), { before: live, now: version.settings })
    close()
    void loadSites()
  }

  const isConflict = saving.state === 'conflict'
  return (
    <Dialog title={isConflict ? personaWords.value.conflictTitle : words.publishTitle} close={close}>
      {isConflict ? (
        <ConflictDifference draft={draft} />
      ) : (
        <>
          <PersonaReadiness readiness={readiness} hasForm={false} />
          <Difference fields={draft.fields} before={live} after={settings} />
          <p class="muted">{words.publishHelp}</p>
        </>
      )}
      <NoteField note={note} />
      {order.trouble}
      {saving.state === 'failed' && (
        <Notice kind="trouble">{personaWords.value.notSaved(messageFor(saving.refusal))}</Notice>
      )}
      <div class="row answers">
        {isConflict ? (
          <>
            <button
              type="button"
              class="main"
              aria-disabled={order.isBusy}
              onClick={() => void order.run(async () => ((await draft.overwrite()) ? publish() : undefined))}
            >
              {words.publishAgain}
            </button>
            <button
              type="button"
              aria-disabled={order.isBusy}
              onClick={() => void order.run(async () => draft.takeTheirs().then(close))}
            >
              {personaWords.value.takeTheirs}
            </button>
            <button type="button" onClick={close}>
              {personaWords.value.goOn}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="main" aria-disabled={order.isBusy} onClick={() => void order.run(publish)}>
              {isClosed ? words.publishAnyway : words.publishNow}
            </button>
            <button type="button" onClick={close}>
              {shell.value.cancel}
            </button>
          </>
        )}
      </div>
    </Dialog>
  )
}

function NoteField({ note }: { note: Signal<string> }) {
  const words = publishWords.value
  return (
    <label class="field">
      <span>{words.note}</span>
      <input
        type="text"
        maxLength={500}
        value={note.value}
        onInput={({ currentTarget }) => (note.value = currentTarget.value)}
      />
      <small>{words.noteHelp}</small>
    </label>
  )
}
