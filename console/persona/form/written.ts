/** The contents of the form: every field as its owner wrote it, whether it is valid or not. */
import { field } from '../../../protocol/record.ts'
import type { SettingField } from '../../../protocol/setting-fields.ts'

export type Entry = string | readonly string[] | boolean
export type Written = Readonly<Record<string, Entry>>

export const writtenOf = (fields: readonly SettingField[], settings: object): Written =>
  Object.fromEntries(fields.map((one) => [one.name, entryOf(one, field(settings, one.name))]))

/** For `readSettings`, which finds the problems. Empty entries are left out, so that the default applies. */
export const settingsIn = (fields: readonly SettingField[], written: Written): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .map((one) => [one.name, valueOf(one, written[one.name] ?? '')] as const)
      .filter(([, value]) => value !== undefined),
  )

function entryOf({ control }: SettingField, value: unknown): Entry {
  switch (control) {
    case 'switch':
      return value === true
    case 'list':
      return Array.isArray(value) ? value.map(String) : []
    case 'text':
    case 'lines':
    case 'colour':
    case 'choice':
    case 'number':
    case 'whole':
      return value === undefined || value === null ? '' : String(value)
    default:
      return control satisfies never
  }
}

function valueOf({ control, isOptional }: SettingField, entry: Entry): unknown {
  if (isOptional && entry.valueOf() === '') return undefined
  switch (control) {
    case 'switch':
    case 'colour':
    case 'text':
    case 'lines':
      return entry
    case 'choice':
      return entry === '' ? undefined : entry
    case 'list':
      return isOptional && Array.isArray(entry) && entry.length === 0 ? undefined : entry
    case 'number':
    case 'whole':
      return typeof entry === 'string' ? numberIn(entry.trim()) : entry
    default:
      return control satisfies never
  }
}

/** Text that is not a number stays as it is: reading the settings reports it. */
function numberIn(text: string): number | string | undefined {
  if (text === '') return undefined
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : text
}

/**
 * The text as the browser's field shows it, with lines that end in LF, or on a single line. Imported text stays as it is
 * until it is edited.
 */
export const shownLines = (text: string): string => text.replaceAll(/\r\n?/g, '\n')
export const shownLine = (text: string): string => text.replaceAll(/[\r\n]/g, '')
