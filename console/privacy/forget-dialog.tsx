import { erase } from './stored-session.ts'
import { useAttempt } from '../ui/use-attempt.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { privacySession } from './session-words.ts'
import { messageFor } from '../words/refusals.ts'
import { shell } from '../words/console-words.ts'

interface Props {
  site: string
  session: string
  close: () => void
  done: () => void
}

export function EraseSession({ site, session, close, done }: Props) {
  const words = privacySession.value
  const { isBusy, refusal, run } = useAttempt()
  const go = async () => {
    if (await run(() => erase(site, session))) done()
  }
  return (
    <Dialog title={words.eraseTitle} close={close}>
      <p>{words.eraseHelp}</p>
      <p class="muted">{words.eraseStays}</p>
      {refusal.value && <Notice kind="trouble">{messageFor(refusal.value)}</Notice>}
      <div class="row answers">
        <button type="button" class="danger" aria-disabled={isBusy.value} onClick={() => void go()}>
          {isBusy.value ? words.working : words.eraseIt}
        </button>
        <button type="button" onClick={close}>
          {shell.value.cancel}
        </button>
      </div>
    </Dialog>
  )
}
