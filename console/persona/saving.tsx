import type { Drafting } from './draft.ts'
import { personaWords } from './words.ts'
import { messageFor } from '../words/refusals.ts'

interface Props {
  draft: Drafting
  /** Null if the form is not visible. */
  tellProblems: (() => void) | null
}

/** Whether the Worker has the changes. Announced politely. */
export function PersonaSaving({ draft, tellProblems }: Props) {
  const words = personaWords.value
  const saving = draft.saving.value
  const isUnsaved = saving.state === 'invalid' || saving.state === 'failed' || saving.state === 'conflict'
  return (
    <div class={`saving ${isUnsaved ? 'unsaved' : ''}`}>
      <span role="status">
        {sentenceOf(draft)}
        {isUnsaved && ` ${draft.isKept.value ? words.keptHere : words.notKept}`}
      </span>
      {saving.state === 'invalid' && tellProblems && (
        <button type="button" class="chip" onClick={tellProblems}>
          {words.showProblems}
        </button>
      )}
      {saving.state === 'failed' && (
        <button type="button" class="chip" onClick={() => void draft.save()}>
          {words.saveNow}
        </button>
      )}
    </div>
  )
}

function sentenceOf({ saving: { value: saving } }: Drafting): string {
  const words = personaWords.value
  switch (saving.state) {
    case 'saved':
      return words.saved
    case 'waiting':
      return words.waiting
    case 'saving':
      return words.saving
    case 'invalid':
      return words.invalid
    case 'failed':
      return words.notSaved(messageFor(saving.refusal))
    case 'conflict':
      return words.conflict
    default:
      return saving satisfies never
  }
}
