/** Where a setting stands in the form, and what its row is given. */
import type { SettingField } from '../../../protocol/setting-fields.ts'
import type { SettingProblem } from '../../../protocol/schemas/setting-problem.ts'
import type { Entry } from './written.ts'

export interface FieldProps {
  field: SettingField
  entry: Entry
  /** Of this field. */
  problems: readonly SettingProblem[]
  write: (entry: Entry) => void
  /** What may be written in it, among other things. */
  suggestions?: readonly string[]
  /** What its owner should know of what stands there, though it fits. */
  hints?: readonly string[]
}

export const fieldId = (name: string): string => `setting-${name}`
/** The field that a problem's path leads to. */
export const fieldOf = (path: string): string => path.split('.')[0] ?? ''

/** To the field with a problem, and to the entry of a list. */
export function goToField(path: string): void {
  const [name = '', place] = path.split('.')
  const first = document.querySelector<HTMLElement>(`#${CSS.escape(fieldId(name))}`)
  const entry = first?.closest('ol')?.querySelector<HTMLElement>(`li:nth-child(${Number(place ?? 0) + 1}) input`)
  const found = entry ?? first
  found?.focus()
  found?.scrollIntoView({ block: 'center' })
}
