import { pauseSite } from '../model/sites-changes.ts'
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

export function PauseSite({ site, close, done }: Props) {
  const words = sitesDialogs.value
  const { isBusy, refusal, run } = useAttempt()
  const pause = async () => {
    if (await run(() => pauseSite(site, true))) done()
  }
  return (
    <Dialog title={words.pause(site)} close={close}>
      <p>{words.pauseHelp}</p>
      {refusal.value && <Notice kind="trouble">{told(refusal.value)}</Notice>}
      <div class="row answers">
        <button type="button" class="main" aria-disabled={isBusy.value} onClick={() => void pause()}>
          {isBusy.value ? words.working : words.pauseIt}
        </button>
        <button type="button" onClick={close}>
          {shell.value.cancel}
        </button>
      </div>
    </Dialog>
  )
}
