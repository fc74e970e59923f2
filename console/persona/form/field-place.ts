/** The place of a setting in the form, and the props of its row. */
import type { SettingField } from '../../../protocol/setting-fields.ts'
import type { SettingProblem } from '../../../protocol/schemas/setting-problem.ts'
import type { Entry } from './written.ts'

export interface FieldProps {
  field: SettingField
  entry: Entry
  /** Of this field. */
  problems: readonly SettingProblem[]
  write: (entry: Entry) => void
  /** Placeholders that may be used in it. */
  suggestions?: readonly string[]
  /** What the owner should know about its value, although it is valid. */
  hints?: readonly string[]
}

export const fieldId = (name: string): string => `setting-${name}`
/** The field for a problem's path. */
export const fieldOf = (path: string): string => path.split('.')[0] ?? ''

/** Moves to the field with a problem, or to the entry of a list. */
export function goToField(path: string): void {
  const [name = '', place] = path.split('.')
  const first = document.querySelector<HTMLElement>(`#${CSS.escape(fieldId(name))}`)
  const entry = first?.closest('ol')?.querySelector<HTMLElement>(`li:nth-child(${Number(place ?? 0) + 1}) input`)
  const found = entry ?? first
  found?.focus()
  found?.scrollIntoView({ block: 'center' })
}
