import { pauseSite } from './changes.ts'
import { useAttempt } from '../ui/use-attempt.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { messageFor } from '../words/refusals.ts'
import { shell } from '../words/console-words.ts'
import { sitesDialogs } from './dialog-words.ts'

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
      {refusal.value && <Notice kind="trouble">{messageFor(refusal.value)}</Notice>}
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
