import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { goTo } from '../shell/address.ts'
import { createSite, known } from './changes.ts'
import { nameFault, nameLike } from './site-name.ts'
import { MOST_ORIGINS, readOrigins } from './site-origins.ts'
import { useAttempt } from '../ui/use-attempt.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { STARTING_PERSONAS, startingSettings, type StartingPersona } from './starting-personas.ts'
import { language } from '../words/language.ts'
import { messageFor } from '../words/refusals.ts'
import { shell } from '../words/console-words.ts'
import { sitesDialogs } from './dialog-words.ts'
import { startingWords } from './starting-persona-words.ts'
import { NameField } from './name-field.tsx'
import { OriginsField } from './origins-field.tsx'

/** Asks only for what a site needs. The owner sets everything else on its persona's screen, which comes next. */
export function CreateSite({ close }: { close: () => void }) {
  const words = sitesDialogs.value
  const form = useRef<HTMLFormElement>(null)
  const name = useSignal('')
  const persona = useSignal<StartingPersona>('shop')
  const origins = useSignal('')
  const isSubmitted = useSignal(false)
  const isOriginsLeft = useSignal(false)
  const { isBusy, refusal, run } = useAttempt()
  const fault = nameFault(
    name.value,
    known().map(({ site }) => site),
  )

  async function submit(event: Event): Promise<void> {
    event.preventDefault()
    isSubmitted.value = true
    const { origins: allowedOrigins, faults } = readOrigins(origins.value)
    if (fault) return focus('site')
    isOriginsLeft.value = true
    if (faults.length > 0 || allowedOrigins.length > MOST_ORIGINS) return focus('origins')
    const settings = { ...startingSettings(persona.value, language.value), allowedOrigins }
    const site = name.value
    if (await run(() => createSite(site, settings))) goTo({ screen: 'persona', site, rest: '' })
  }

  const focus = (field: string) => form.current?.querySelector<HTMLElement>(`[name=${field}]`)?.focus()

  return (
    <Dialog title={words.create} close={close}>
      <form ref={form} class="stack" noValidate onSubmit={(event) => void submit(event)}>
        <NameField
          label={words.name}
          help={words.nameHelp}
          value={name.value}
          fault={fault === 'missing' && !isSubmitted.value ? null : fault}
          offer={nameLike(
            name.value,
            known().map(({ site }) => site),
          )}
          write={(written) => (name.value = written)}
        />
        <fieldset class="stack tight starting-field">
          <legend>{words.persona}</legend>
          <div class="starting">
            {STARTING_PERSONAS.map((one) => (
              <label key={one} class="choice">
                <input
                  type="radio"
                  name="persona"
                  value={one}
                  checked={persona.value === one}
                  onChange={() => (persona.value = one)}
                />
                <span>
                  <b>{startingWords.value[one].name}</b>
                  <small>{startingWords.value[one].about}</small>
                </span>
              </label>
            ))}
          </div>
          <small>{words.personaHelp}</small>
        </fieldset>
        <OriginsField
          text={origins.value}
          isLookedAt={isOriginsLeft.value}
          write={(written) => (origins.value = written)}
          leave={() => (isOriginsLeft.value = true)}
        />
        {refusal.value && <Notice kind="trouble">{messageFor(refusal.value)}</Notice>}
        <div class="row answers">
          <button type="submit" class="main" aria-disabled={isBusy.value}>
            {isBusy.value ? words.creating : words.createIt}
          </button>
          <button type="button" onClick={close}>
            {shell.value.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
