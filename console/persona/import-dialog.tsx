import { useSignal } from '@preact/signals'
import type { SettingProblem } from '../../protocol/schemas/setting-problem.ts'
import { readSettingsFile } from './settings-file.ts'
import { writtenOf, type Written } from './form/written.ts'
import type { Drafting } from './draft.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { fieldOf } from './form/field-place.ts'
import { personaWords } from './words.ts'
import { problemSentence } from './form/problem-words.ts'
import { shell } from '../words/console-words.ts'

interface Props {
  draft: Drafting
  close: () => void
  say: (done: string) => void
}

/** Settings from a file or the clipboard: all of them, or none and a list of the problems. */
export function PersonaImport({ draft, close, say }: Props) {
  const words = personaWords.value
  const pasted = useSignal('')
  const refused = useSignal<{ problems: readonly SettingProblem[]; written: Written }>({ problems: [], written: {} })

  function take(text: string): void {
    const { settings, problems = [], content } = readSettingsFile(text)
    refused.value = { problems, written: writtenOf(draft.fields, content) }
    if (!settings) return
    const { allowedOrigins } = draft.settings.value ?? settings
    // A file that does not mention the origins was not meant to remove the chat from every page.
    draft.replace('allowedOrigins' in content ? settings : { ...settings, allowedOrigins })
    say(words.imported)
    close()
  }

  return (
    <Dialog title={words.importTitle} close={close}>
      <p class="muted">{words.importHelp}</p>
      <label class="field">
        <span>{words.importFile}</span>
        <input
          type="file"
          accept=".json,application/json"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            // The same file may be chosen again after it was fixed.
            currentTarget.value = ''
            void file?.text().then(take)
          }}
        />
      </label>
      <label class="field">
        <span>{words.importText}</span>
        <textarea
          class="mono"
          spellcheck={false}
          dir="ltr"
          value={pasted.value}
          onInput={({ currentTarget }) => (pasted.value = currentTarget.value)}
        />
      </label>
      {refused.value.problems.length > 0 && (
        <Notice kind="trouble">
          <p>{words.importRefused}</p>
          <ul class="refused">
            {refused.value.problems.map((problem) => {
              const field = draft.fields.find(({ name }) => name === fieldOf(problem.path))
              return (
                <li key={problem.path + problem.kind}>
                  <code>{problem.path || words.wholeFile}</code>{' '}
                  {problemSentence(problem, field, refused.value.written[field?.name ?? ''])}
                </li>
              )
            })}
          </ul>
        </Notice>
      )}
      <div class="row answers">
        <button type="button" class="main" disabled={pasted.value.trim() === ''} onClick={() => take(pasted.value)}>
          {words.importNow}
        </button>
        <button type="button" onClick={close}>
          {shell.value.cancel}
        </button>
      </div>
    </Dialog>
  )
}
