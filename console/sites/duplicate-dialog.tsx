import { useSignal } from '@preact/signals'
import { duplicateSite, known } from './changes.ts'
import { nameFault, nextName } from './site-name.ts'
import { useAttempt } from '../ui/use-attempt.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { messageFor } from '../words/refusals.ts'
import { shell } from '../words/console-words.ts'
import { sitesDialogs } from './dialog-words.ts'
import { NameField } from './name-field.tsx'

interface Props {
  site: string
  close: () => void
  done: (name: string) => void
}

export function DuplicateSite({ site, close, done }: Props) {
  const words = sitesDialogs.value
  const taken = known().map((one) => one.site)
  const name = useSignal(nextName(site, taken))
  const { isBusy, refusal, run } = useAttempt()
  // A new site is in the list a moment before the dialog is gone.
  const fault = isBusy.value ? null : nameFault(name.value, taken)

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (fault === null && (await run(() => duplicateSite(site, name.value)))) done(name.value)
  }

  return (
    <Dialog title={words.duplicate(site)} close={close}>
      <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <p>{words.duplicateHelp}</p>
        <NameField label={words.newName} value={name.value} fault={fault} write={(written) => (name.value = written)} />
        {refusal.value && <Notice kind="trouble">{messageFor(refusal.value)}</Notice>}
        <div class="row answers">
          <button type="submit" class="main" aria-disabled={isBusy.value}>
            {isBusy.value ? words.working : words.duplicateIt}
          </button>
          <button type="button" onClick={close}>
            {shell.value.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
