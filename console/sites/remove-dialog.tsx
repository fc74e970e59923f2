import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { eraseAll } from './erase.ts'
import { ask } from '../shell/sign-in.ts'
import { removeSite } from './changes.ts'
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

/** The owner types its name, which prevents mistakes. Its conversations go first: nobody could reach them afterwards. */
export function RemoveSite({ site, close, done }: Props) {
  const words = sitesDialogs.value
  const typed = useSignal('')
  const erasesToo = useSignal(true)
  const erased = useSignal<number | null>(null)
  const closing = useRef(new AbortController())
  useEffect(() => () => closing.current.abort(), [])
  const { isBusy, refusal, run } = useAttempt()
  const isSame = typed.value.trim() === site

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    if (isSame && (await run(remove))) done()
  }

  async function remove(): Promise<void> {
    const { signal } = closing.current
    if (erasesToo.value) await eraseAll(ask, { site, signal, tell: (count) => (erased.value = count) })
    await removeSite(site)
  }

  return (
    <Dialog title={words.remove(site)} close={close}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <Listed title={words.removeGoes} lines={words.goes} />
        <label class="row">
          <input
            type="checkbox"
            checked={erasesToo.value}
            onChange={({ currentTarget }) => (erasesToo.value = currentTarget.checked)}
          />
          <span>{words.eraseToo}</span>
        </label>
        <Listed
          title={words.removeStays}
          lines={erasesToo.value ? words.stays : [words.conversationsStay, ...words.stays]}
        />
        {!erasesToo.value && <p class="muted">{words.sameName}</p>}
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
        {isBusy.value && erased.value !== null && <p role="status">{words.erased(erased.value)}</p>}
        {refusal.value && <Notice kind="trouble">{messageFor(refusal.value)}</Notice>}
        <div class="row answers">
          <button type="submit" class="danger" disabled={!isSame} aria-disabled={isBusy.value}>
            {isBusy.value ? words.working : words.removeIt}
          </button>
          <button type="button" onClick={close}>
            {shell.value.cancel}
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
