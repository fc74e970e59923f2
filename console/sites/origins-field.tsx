import { useId } from 'preact/hooks'
import { corrected, MOST_ORIGINS, readOrigins } from './site-origins.ts'
import { count } from '../words/format.ts'
import { sitesDialogs } from './dialog-words.ts'
import { originFaults } from '../words/site-faults.ts'

interface Props {
  text: string
  /** Problems appear when the field loses the focus: half a line is never an origin. */
  isLookedAt: boolean
  write: (text: string) => void
  leave: () => void
}

export function OriginsField({ text, isLookedAt, write, leave }: Props) {
  const id = useId()
  const words = sitesDialogs.value
  const { origins, faults } = readOrigins(text)
  const shown = isLookedAt ? faults : []
  const isTooMany = origins.length > MOST_ORIGINS
  return (
    <div class="field">
      <label for={id}>{words.origins}</label>
      <textarea
        id={id}
        name="origins"
        class="mono"
        rows={3}
        autocapitalize="none"
        spellcheck={false}
        placeholder="https://shop.example"
        aria-invalid={shown.length > 0 || isTooMany}
        aria-describedby={`${id}-help`}
        value={text}
        onInput={({ currentTarget }) => write(currentTarget.value)}
        onBlur={leave}
      />
      <div id={`${id}-help`} class="stack tight" aria-live="polite">
        {isTooMany && <p class="problem">{words.tooManyOrigins(count(MOST_ORIGINS))}</p>}
        {shown.map(({ line, fault: { reason, meant } }) => (
          <div key={line} class="bad-origin">
            <p class="problem">
              <code>{line}</code> {originFaults.value[reason]}
            </p>
            {meant !== null && (
              <button type="button" class="chip" onClick={() => write(corrected(text, line, meant))}>
                {words.use(meant)}
              </button>
            )}
          </div>
        ))}
        <small>{words.originsHelp}</small>
        {text.trim() === '' && <small>{words.noOrigins}</small>}
      </div>
    </div>
  )
}
