import { LANGUAGES } from '../../widget/words/words.ts'
import type { EmbedModel } from './model.ts'
import { Notice } from '../ui/notice.tsx'
import { embedWords } from './words.ts'
import { messageFor } from '../words/refusals.ts'
import { shell } from '../words/console-words.ts'

const TEASER_CHARACTERS = 120

/** The options that change the tag. */
export function EmbedOptionFields({ model }: { model: EmbedModel }) {
  const words = embedWords.value
  const { place, locale, isOpen, teaser, isPinned, hasNonce } = model.options.value
  const pinned = model.pinned.now.value
  return (
    <fieldset class="embed-options">
      <legend>{words.options}</legend>
      <label class="field">
        <span>{words.place}</span>
        <select
          value={place}
          onChange={({ currentTarget: { value } }) => model.change({ place: value === 'inline' ? 'inline' : 'corner' })}
        >
          <option value="corner">{words.corner}</option>
          <option value="inline">{words.inline}</option>
        </select>
      </label>
      <label class="field">
        <span>{words.locale}</span>
        <select value={locale} onChange={({ currentTarget: { value } }) => model.change({ locale: value })}>
          <option value="">{words.localeOwn}</option>
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {place === 'corner' && (
        <label class="field">
          <span>{words.teaser}</span>
          <input
            type="text"
            maxLength={TEASER_CHARACTERS}
            value={teaser}
            onInput={({ currentTarget: { value } }) => model.change({ teaser: value })}
          />
          <small>{words.teaserHelp}</small>
        </label>
      )}
      <div class="stack">
        {place === 'corner' && <Choice label={words.open} isOn={isOpen} set={(isOpen) => model.change({ isOpen })} />}
        <Choice
          label={words.pinned}
          help={isPinned ? words.pinnedHelp : ''}
          isOn={isPinned}
          set={(isPinned) => model.change({ isPinned })}
        />
        {isPinned && pinned.state === 'failed' && (
          <Notice kind="trouble">
            <p>{messageFor(pinned.refusal)}</p>
            <button type="button" onClick={() => void model.loadPinned()}>
              {shell.value.again}
            </button>
          </Notice>
        )}
        <Choice label={words.nonce} isOn={hasNonce} set={(hasNonce) => model.change({ hasNonce })} />
      </div>
    </fieldset>
  )
}

interface ChoiceProps {
  label: string
  help?: string
  isOn: boolean
  set: (isOn: boolean) => void
}

const Choice = ({ label, help = '', isOn, set }: ChoiceProps) => (
  <label class="embed-choice">
    <input type="checkbox" checked={isOn} onChange={({ currentTarget: { checked } }) => set(checked)} />
    <span>
      {label}
      {help && <small>{help}</small>}
    </span>
  </label>
)
