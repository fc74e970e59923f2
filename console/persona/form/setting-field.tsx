import type { SettingField } from '../../../protocol/setting-fields.ts'
import { LANGUAGES } from '../../../widget/words/words.ts'
import { shownLine, shownLines } from './written.ts'
import { count } from '../../words/format.ts'
import { formWords } from './words.ts'
import { choiceName, fieldHelp, fieldTitle } from './field-words.ts'
import { problemSentence } from './problem-words.ts'
import { fieldId, type FieldProps } from './field-place.ts'
import { Notice } from '../../ui/notice.tsx'
import { SettingList } from './setting-list.tsx'

/** Texts with a higher limit have a counter. */
const COUNTED_CHARACTERS = 200

/** One setting: its name, input, problem and description. */
export function SettingFieldRow(props: FieldProps) {
  const { field, entry, problems, hints = [] } = props
  const words = formWords.value
  const id = fieldId(field.name)
  const given = OF_THE_DEMO.has(field.name) ? '' : defaultOf(field)
  return (
    <div class="field setting">
      {field.control === 'list' ? (
        <span id={`${id}-title`}>{fieldTitle(field)}</span>
      ) : (
        <label for={id}>{fieldTitle(field)}</label>
      )}
      <Control {...props} />
      {problems.length > 0 && (
        <div class="problem" id={`${id}-problem`}>
          {problems.map((problem) => (
            <p key={problem.path + problem.kind}>{problemSentence(problem, field, entry)}</p>
          ))}
        </div>
      )}
      {hints.map((hint) => (
        <Notice key={hint} kind="hint">
          {hint}
        </Notice>
      ))}
      <small id={`${id}-help`}>
        {fieldHelp(field)}
        {given && <span class="default"> {given}</span>}
        {field.longest !== null && field.longest > COUNTED_CHARACTERS && typeof entry === 'string' && (
          <span class="counter">{words.characters(count(entry.length), count(field.longest))}</span>
        )}
      </small>
    </div>
  )
}

function Control({ field, entry, problems, write, suggestions = [] }: FieldProps) {
  const words = formWords.value
  const id = fieldId(field.name)
  const text = typeof entry === 'string' ? entry : ''
  const shared = {
    id,
    'aria-describedby': `${problems.length > 0 ? `${id}-problem ` : ''}${id}-help`,
    'aria-invalid': problems.length > 0,
    onInput: (event: { currentTarget: { value: string } }) => write(event.currentTarget.value),
  }
  switch (field.control) {
    case 'lines':
      return (
        <textarea {...shared} class={(field.longest ?? 0) > 2000 ? 'tall' : ''} dir="auto" value={shownLines(text)} />
      )
    case 'text':
      if (field.name === 'locale') return <LanguageOfChat {...shared} tag={text} />
      return (
        <>
          <input
            {...shared}
            type="text"
            dir="auto"
            value={shownLine(text)}
            {...(suggestions.length > 0 && { list: `${id}-list` })}
          />
          {suggestions.length > 0 && (
            <datalist id={`${id}-list`}>
              {suggestions.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          )}
        </>
      )
    case 'number':
    case 'whole':
      // A number input hides an invalid number from us, and so from its owner.
      return (
        <input
          {...shared}
          class="figure"
          type="text"
          inputMode={(field.least ?? 0) < 0 ? 'text' : field.control === 'whole' ? 'numeric' : 'decimal'}
          autocomplete="off"
          value={text}
          placeholder={field.isOptional ? words.unset : String(field.default)}
        />
      )
    case 'choice':
      return (
        <select {...shared} value={text}>
          {field.isOptional && <option value="">{words.unset}</option>}
          {field.choices.map((choice) => (
            <option key={choice} value={choice}>
              {choiceName(choice)}
            </option>
          ))}
        </select>
      )
    case 'colour':
      return (
        <div class="row">
          <input {...shared} class="figure" type="text" spellcheck={false} value={text} />
          <input
            type="color"
            aria-label={words.pick(fieldTitle(field))}
            value={/^#[0-9a-f]{6}$/i.test(text) ? text : String(field.default)}
            onInput={shared.onInput}
          />
        </div>
      )
    case 'switch':
      return (
        <input
          id={id}
          type="checkbox"
          aria-describedby={shared['aria-describedby']}
          checked={entry === true}
          onChange={({ currentTarget }) => write(currentTarget.checked)}
        />
      )
    case 'list':
      return <SettingList field={field} entry={entry} problems={problems} write={write} />
    default:
      return field.control satisfies never
  }
}

interface LanguageProps {
  id: string
  tag: string
  onInput: (event: { currentTarget: { value: string } }) => void
}

/** The languages of the chat. An earlier value, or one written by a program, may be another. */
function LanguageOfChat({ tag, ...shared }: LanguageProps) {
  const words = formWords.value
  return (
    <select {...shared} value={tag}>
      <option value="">{words.visitorsLanguage}</option>
      {Object.entries(LANGUAGES).map(([known, name]) => (
        <option key={known} value={known} lang={known}>
          {name}
        </option>
      ))}
      {tag !== '' && !Object.hasOwn(LANGUAGES, tag) && <option value={tag}>{words.unspoken(tag)}</option>}
    </select>
  )
}

/** Their defaults are the demo persona's Chinese texts, which are of no use as a hint. */
const OF_THE_DEMO: ReadonlySet<string> = new Set(['name', 'instructions', 'greeting', 'starterPrompts'])

function defaultOf(field: SettingField): string {
  const words = formWords.value
  if (field.isOptional) return words.notSent
  if (field.control === 'switch') return ''
  const text = Array.isArray(field.default) ? field.default.join(' · ') : String(field.default)
  return words.default(text === '' ? words.empty : field.control === 'choice' ? choiceName(text) : text)
}
