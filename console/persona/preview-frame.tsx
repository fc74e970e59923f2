import { useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { givenMarks } from './form/instruction-marks.ts'
import type { Drafting, Later } from './draft.ts'
import { previewOf } from './draft-preview.ts'
import { ask } from '../shell/sign-in.ts'
import { language } from '../words/language.ts'
import { personaWords } from './words.ts'
import { messageFor } from '../words/refusals.ts'

interface Props {
  draft: Drafting
  later: Later
}

/** The real chat beside the form, with the form's settings. On a phone it waits behind a button. */
export function PersonaPreview({ draft, later }: Props) {
  const words = personaWords.value
  const preview = useMemo(() => previewOf({ site: draft.site, ask, later }), [draft])
  const isShown = useSignal(matchMedia('(min-width: 1000px)').matches)
  useSignalEffect(() => {
    const settings = draft.settings.value
    if (isShown.value && settings) preview.follow(settings)
  })
  useEffect(() => () => preview.close(), [preview])
  const settings = draft.settings.value
  const now = preview.now.value
  const shown = now.state === 'there' ? now.preview : now.before
  const names = givenMarks(settings?.instructions ?? '')
  return (
    <aside class="preview card" aria-label={words.preview}>
      <div class="row spread">
        <h2>{words.preview}</h2>
        <div class="row">
          {isShown.value && (
            <button
              type="button"
              class="chip"
              disabled={!settings}
              onClick={() => settings && void preview.make(settings)}
            >
              {words.previewRefresh}
            </button>
          )}
          <button
            type="button"
            class="chip"
            aria-expanded={isShown.value}
            onClick={() => (isShown.value = !isShown.value)}
          >
            {isShown.value ? words.previewHide : words.previewShow}
          </button>
        </div>
      </div>
      <small>{words.previewHelp}</small>
      {isShown.value && (
        <>
          <p class="preview-state" role="status">
            {!settings
              ? words.previewOld
              : now.state === 'failed'
                ? `${words.previewFailed} ${messageFor(now.refusal)}`
                : now.state === 'making'
                  ? words.previewMaking
                  : words.previewCurrent}
          </p>
          <div class="frame" aria-busy={now.state === 'making'} inert={now.state === 'making'}>
            {/* Another address after # loads nothing: every preview is its own frame. */}
            {shown && (
              <iframe
                key={`${shown} ${language.value}`}
                title={words.preview}
                src={`/console/preview?lang=${language.value}#${[shown, ...names].join('&')}`}
              />
            )}
          </div>
        </>
      )}
    </aside>
  )
}
