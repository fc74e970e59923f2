/** What a form, a table or a list needs to know about each setting, read from the one schema. */
import * as v from 'valibot'
import { isRecord } from './record.ts'
import { SETTING_GROUPS, type SettingGroup } from './settings/setting.ts'

/** text: one line; lines: several; number: with a fraction; whole: without; list: texts of one line; switch: true or false. */
export type SettingControl = 'text' | 'lines' | 'number' | 'whole' | 'choice' | 'colour' | 'list' | 'switch'

export interface SettingField {
  name: string
  group: SettingGroup
  title: string
  description: string
  control: SettingControl
  /** For a number. */
  least: number | null
  most: number | null
  /** For a text, and for each text of a list; in UTF-16 code units. */
  shortest: number | null
  longest: number | null
  /** The most entries of a list. */
  mostEntries: number | null
  choices: readonly string[]
  /** Undefined if nothing is sent unless it is set. */
  default: unknown
  /** Whether it may stay empty: then it has no default, and nothing is sent. */
  isOptional: boolean
}

/** Texts that may be longer get a multi-line field. */
const LINE_CHARACTERS = 250

/**
 * In the order in which they are written. Every entry with a title, a description and a group is included, without a line here.
 *
 * @throws Error for a schema without a known control: a new kind of setting needs one.
 */
export const fieldsOf = (entries: v.ObjectEntries): SettingField[] =>
  Object.entries(entries).map(([name, entry]) => fieldOf(name, entry))

function fieldOf(name: string, entry: v.ObjectEntries[string]): SettingField {
  const inner = 'wrapped' in entry && isSchema(entry.wrapped) ? entry.wrapped : entry
  const schema = limitsOf(inner)
  const item = schema.item === null ? null : limitsOf(schema.item)
  const { group, control } = v.getMetadata(inner)
  const given = v.getDefault(entry)
  return {
    name,
    group: SETTING_GROUPS.find((each) => each === group) ?? 'who',
    title: v.getTitle(inner) ?? name,
    description: v.getDescription(inner) ?? '',
    control: control === 'colour' ? 'colour' : controlOf(name, schema),
    least: schema.limits['min_value'] ?? null,
    most: schema.limits['max_value'] ?? null,
    shortest: (item ?? schema).limits['min_length'] ?? null,
    longest: (item ?? schema).limits['max_length'] ?? null,
    mostEntries: item && (schema.limits['max_length'] ?? null),
    choices: schema.choices,
    default: given,
    isOptional: given === undefined,
  }
}

interface Limits {
  type: string
  isWhole: boolean
  /** By valibot's names. */
  limits: Readonly<Record<string, number>>
  choices: readonly string[]
  item: Schema | null
}

type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>

/** Walks the pipes, which may be nested. */
function limitsOf(schema: Schema): Limits {
  const found: Limits = { type: schema.type, isWhole: false, limits: {}, choices: [], item: null }
  const limits: Record<string, number> = {}
  const walk = (part: unknown): void => {
    if (!isRecord(part)) return
    const { type, requirement, pipe, options, item } = part
    if (type === 'integer') found.isWhole = true
    if (typeof type === 'string' && typeof requirement === 'number') limits[type] = requirement
    if (Array.isArray(options)) found.choices = options.map(String)
    if (isSchema(item)) found.item = item
    // A pipe begins with the schema it was made from, which may be a pipe itself.
    if (Array.isArray(pipe)) for (const each of pipe) walk(each)
  }
  walk(schema)
  return { ...found, limits }
}

const isSchema = (value: unknown): value is Schema => isRecord(value) && value['kind'] === 'schema'

function controlOf(name: string, { type, isWhole, limits, item }: Limits): SettingControl {
  switch (type) {
    case 'string':
      return (limits['max_length'] ?? 0) > LINE_CHARACTERS ? 'lines' : 'text'
    case 'number':
      return isWhole ? 'whole' : 'number'
    case 'picklist':
      return 'choice'
    case 'boolean':
      return 'switch'
    case 'array':
      if (item?.type === 'string') return 'list'
  }
  throw new Error(`no control for the setting ${name}`)
}
