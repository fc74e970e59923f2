import { useSignal } from '@preact/signals'
import { settingsFile } from './settings-file.ts'
import { download } from '../ui/download.ts'
import type { Drafting } from './draft.ts'
import type { Readiness } from './publish/readiness.ts'
import { setup } from '../shell/site-list.ts'
import { personaWords } from './words.ts'
import { PersonaDiscard } from './discard-dialog.tsx'
import { PersonaImport } from './import-dialog.tsx'
import { PersonaPublish } from './publish/publish-dialog.tsx'

interface Props {
  draft: Drafting
  readiness: Readiness
  /** How many settings differ from the live version. */
  changes: number
  say: (done: string) => void
  /** A draft with invalid fields cannot be published. */
  tellProblems: () => void
}

/** What can be done with the draft as a whole. */
export function PersonaActions({ draft, readiness, changes, say, tellProblems }: Props) {
  const words = personaWords.value
  const asked = useSignal<'publish' | 'import' | 'discard' | null>(null)
  const close = (): void => void (asked.value = null)
  const now = draft.details.now.value
  const value = now.state === 'there' ? now.value : now.before
  const settings = draft.settings.value
  const saving = draft.saving.value.state
  if (!value) return null

  function save(): void {
    const offered = setup.now.value.state === 'there' ? setup.now.value.value.origin : location.origin
    if (settings && value)
      download(`${draft.site}.json`, 'application/json', [settingsFile(settings, value.version, offered)])
  }

  return (
    <div class="row">
      <button type="button" onClick={() => (asked.value = 'import')}>
        {words.import}
      </button>
      <button type="button" disabled={!settings} onClick={save}>
        {words.export}
      </button>
      <button
        type="button"
        // In a conflict the draft may be another person's: the conflict dialog has the choices.
        disabled={saving === 'conflict' || (!value.draft && changes === 0 && saving === 'saved')}
        onClick={() => (asked.value = 'discard')}
      >
        {words.discard}
      </button>
      <button
        type="button"
        class="main"
        disabled={settings !== null && changes === 0}
        onClick={() => {
          if (draft.problems.value.length > 0) tellProblems()
          else asked.value = 'publish'
        }}
      >
        {words.publish}
      </button>
      {asked.value === 'publish' && <PersonaPublish draft={draft} readiness={readiness} close={close} say={say} />}
      {asked.value === 'import' && <PersonaImport draft={draft} close={close} say={say} />}
      {asked.value === 'discard' && <PersonaDiscard draft={draft} close={close} say={say} />}
    </div>
  )
}
