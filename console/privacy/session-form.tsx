import { useSignal, type Signal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import type { Transcript } from '../../protocol/schemas/transcript.ts'
import { hrefOf } from '../shell/address.ts'
import { lookUp, readSession } from './stored-session.ts'
import { useAttempt } from '../ui/use-attempt.ts'
import { SearchIcon } from '../ui/icons.tsx'
import { Notice } from '../ui/notice.tsx'
import { privacySession } from './session-words.ts'
import { messageFor } from '../words/refusals.ts'
import { EraseSession } from './forget-dialog.tsx'
import { FoundSession } from './session-found.tsx'

interface Props {
  site: string
  /** From the address; empty if there is none. */
  named: string
}

export function PrivacySession({ site, named }: Props) {
  const words = privacySession.value
  const pasted = useSignal(named)
  const isMissing = useSignal(false)
  const found = useSignal<Transcript | null>(null)
  const isErasing = useSignal(false)
  const isErased = useSignal(false)
  const field = useRef<HTMLInputElement>(null)
  const { isBusy, refusal, run } = useAttempt()

  async function look(): Promise<void> {
    if (isBusy.value) return
    const session = readSession(pasted.value)
    found.value = null
    isErased.value = false
    isMissing.value = session === ''
    if (isMissing.value) return field.current?.focus()
    await run(async () => {
      found.value = await lookUp(site, session)
    })
  }
  useEffect(() => {
    if (named !== '') void look()
  }, [])

  function erased(): void {
    isErasing.value = false
    isErased.value = true
    found.value = null
    pasted.value = ''
  }
  useEffect(() => {
    // The button that opened it is gone.
    if (isErased.value) field.current?.focus()
  }, [isErased.value])

  return (
    <section class="card">
      <h2>{words.title}</h2>
      <p>
        {words.help} <a href={hrefOf({ screen: 'transcripts', site, rest: '' })}>{words.toTranscripts}</a>
      </p>
      <SessionField field={field} pasted={pasted} isMissing={isMissing.value} isBusy={isBusy.value} look={look} />
      {refusal.value && (
        <Notice kind="trouble">
          {refusal.value.code === 'unknown_session' ? words.unknown : messageFor(refusal.value)}
        </Notice>
      )}
      {isErased.value && <Notice kind="done">{words.erased}</Notice>}
      {found.value && <FoundSession site={site} transcript={found.value} erase={() => (isErasing.value = true)} />}
      {found.value && isErasing.value && (
        <EraseSession site={site} session={found.value.session} close={() => (isErasing.value = false)} done={erased} />
      )}
    </section>
  )
}

interface FieldProps {
  field: RefObject<HTMLInputElement | null>
  pasted: Signal<string>
  isMissing: boolean
  isBusy: boolean
  look: () => Promise<void>
}

function SessionField({ field, pasted, isMissing, isBusy, look }: FieldProps) {
  const id = useId()
  const words = privacySession.value
  return (
    <form
      class="field look-up"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void look()
      }}
    >
      <label for={id}>{words.session}</label>
      <div class="row">
        <input
          ref={field}
          id={id}
          class="mono"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={isMissing}
          aria-describedby={isMissing ? `${id}-missing` : undefined}
          value={pasted.value}
          onInput={({ currentTarget }) => (pasted.value = currentTarget.value)}
        />
        <button type="submit" aria-disabled={isBusy}>
          <SearchIcon />
          {isBusy ? words.lookingUp : words.lookUp}
        </button>
      </div>
      {isMissing && (
        <p id={`${id}-missing`} class="problem" role="alert">
          {words.missing}
        </p>
      )}
    </form>
  )
}
