import { useSignal } from '@preact/signals'
import { copyText } from '../../../widget/turns/clipboard.ts'
import { CopyIcon, DoneIcon } from '../../ui/icons.tsx'
import { readingWords } from './words.ts'

/** The id with which the owner finds this conversation again, for example on the privacy screen. */
export function SessionId({ session }: { session: string }) {
  const words = readingWords.value
  const said = useSignal<'' | 'copied' | 'copyFailed'>('')
  const copy = async () => {
    said.value = (await copyText(session)) ? 'copied' : 'copyFailed'
  }
  return (
    <p class="row talk-session">
      <span class="muted">{words.sessionId}</span>
      <code>{session}</code>
      <button
        type="button"
        class="round"
        aria-label={words.copySession}
        title={words.copySession}
        onClick={() => void copy()}
      >
        {said.value === 'copied' ? <DoneIcon /> : <CopyIcon />}
      </button>
      <small role="status">{said.value && words[said.value]}</small>
    </p>
  )
}
