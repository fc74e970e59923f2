import { useId } from 'preact/hooks'
import type { NameFault } from '../words/site-faults.ts'
import { nameFaults, nameOffer } from '../words/site-faults.ts'

interface Props {
  label: string
  help?: string
  value: string
  /** Only the problem to show now. */
  fault: NameFault | null
  write: (name: string) => void
  /** A name to suggest; empty for none. */
  offer?: string
}

export function NameField({ label, help, value, fault, write, offer = '' }: Props) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name="site"
        autofocus
        class="mono"
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-required="true"
        aria-invalid={fault !== null}
        aria-describedby={`${id}-help`}
        value={value}
        onInput={({ currentTarget }) => write(currentTarget.value.trim())}
      />
      <div id={`${id}-help`} class="stack tight" aria-live="polite">
        {fault !== null && (
          <p class="problem">
            {nameFaults.value[fault]}{' '}
            {offer && (
              <button type="button" class="link" onClick={() => write(offer)}>
                {nameOffer.value.take(offer)}
              </button>
            )}
          </p>
        )}
        {help !== undefined && <small>{help}</small>}
      </div>
    </div>
  )
}
