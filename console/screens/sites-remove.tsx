import { useSignal } from '@preact/signals'
import { removeSite } from '../model/sites-changes.ts'
import { useAttempt } from '../parts/attempt.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Notice } from '../parts/notice.tsx'
import { told } from '../words/refusals.ts'
import { shell } from '../words/shell.ts'
import { sitesDialogs } from '../words/sites-dialogs.ts'

interface Props {
  site: string
  close: () => void
  done: () => void
}

/** Its name is typed: nobody does that by mistake. */
export function RemoveSite({ site, close, done }: Props) {
  const words = sitesDialogs.value
  const typed = useSignal('')
  const { isBusy, refusal, run } = useAttempt()
  const isSame = typed.value.trim() === site

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (isSame && (await run(() => removeSite(site)))) done()
  }

  return (
    <Dialog title={words.remove(site)} close={close}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <Listed title={words.removeGoes} lines={words.goes} />
        <Listed title={words.removeStays} lines={words.stays} />
        <p class="muted">{words.sameName}</p>
        <label class="field">
          <span>{words.typeName(site)}</span>
          <input
            autofocus
            class="mono"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            value={typed.value}
            onInput={({ currentTarget }) => (typed.value = currentTarget.value)}
          />
        </label>
        {refusal.value && <Notice kind="trouble">{told(refusal.value)}</Notice>}
        <div class="row answers">
          <button type="button" onClick={close}>
            {shell.value.cancel}
          </button>
          <button type="submit" class="danger" disabled={!isSame} aria-disabled={isBusy.value}>
            {isBusy.value ? words.working : words.removeIt}
          </button>
        </div>
      </form>
    </Dialog>
  )
}

const Listed = ({ title, lines }: { title: string; lines: readonly string[] }) => (
  <section class="listed">
    <h3>{title}</h3>
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  </section>
)
