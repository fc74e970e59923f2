import type { SettingField } from '../../../protocol/setting-fields.ts'
import { SETTING_GROUPS, type SettingGroup } from '../../../protocol/settings/setting.ts'

export interface FieldGroup {
  group: SettingGroup
  fields: SettingField[]
}

/** The fields of the form, as an owner thinks of them. A group with none is no group. */
export const groupsOf = (fields: readonly SettingField[]): FieldGroup[] =>
  SETTING_GROUPS.map((group) => ({ group, fields: fields.filter((one) => one.group === group) })).filter(
    ({ fields }) => fields.length > 0,
  )
