import { changesBetween, folded, piecesBetween, type Change, type DifferencePart } from './difference.ts'
import type { SettingField } from '../../protocol/setting-fields.ts'
import { count } from '../words/format.ts'
import { formWords } from './form/words.ts'
import { personaWords } from './words.ts'
import { choiceName, fieldTitle } from './form/field-words.ts'

interface Props {
  fields: readonly SettingField[]
  before: object
  after: object
}

/** The differences, setting by setting: old and new; for long texts, only what was removed and added. */
export function Difference({ fields, before, after }: Props) {
  const words = personaWords.value
  const changes = changesBetween(fields, before, after)
  if (changes.length === 0) return <p class="muted">{words.noDifference}</p>
  return (
    <dl class="difference" aria-label={words.difference}>
      {changes.map((change) => (
        <div key={change.field.name}>
          <dt>{fieldTitle(change.field)}</dt>
          <dd>
            <Changed {...change} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Changed({ field, before, after }: Change) {
  if (field.control === 'lines' || field.control === 'list') {
    return (
      <p class="pieces" dir="auto">
        {piecesBetween(linesOf(before), linesOf(after)).map((piece, at) => (
          <Shown key={at} {...piece} />
        ))}
      </p>
    )
  }
  return (
    <p class="values" dir="auto">
      <del>
        <Unseen text={personaWords.value.before} />
        {valueOf(field, before)}
      </del>
      <span aria-hidden="true">→</span>
      <ins>
        <Unseen text={personaWords.value.after} />
        {valueOf(field, after)}
      </ins>
    </p>
  )
}

/** How much of the unchanged text is shown for context, in characters on either side. */
const AROUND_CHARACTERS = 60

function Shown({ kind, text }: DifferencePart) {
  const words = personaWords.value
  switch (kind) {
    case 'removed':
      return (
        <del>
          <Unseen text={words.removed} />
          {marked(text)}
        </del>
      )
    case 'added':
      return (
        <ins>
          <Unseen text={words.added} />
          {marked(text)}
        </ins>
      )
    case 'same': {
      const parts = folded(text, AROUND_CHARACTERS)
      if (!parts) return <>{text}</>
      return (
        <>
          {parts.head}
          <span class="badge">{words.skipped(count(parts.left))}</span>
          {parts.tail}
        </>
      )
    }
    default:
      return kind satisfies never
  }
}

/** An added or removed line break would be invisible. */
const marked = (text: string): string => text.replaceAll(/\r?\n/g, (end) => (end === '\n' ? '↵\n' : '␍↵\n'))

const Unseen = ({ text }: { text: string }) => <span class="unseen">{text}: </span>

const linesOf = (value: unknown): string => (Array.isArray(value) ? value.map(String).join('\n') : String(value ?? ''))

function valueOf({ control }: SettingField, value: unknown): string {
  const words = formWords.value
  if (value === undefined) return words.unset
  if (value === '') return words.empty
  return control === 'choice' ? choiceName(String(value)) : String(value)
}
