import type { SettingField } from '../../../protocol/setting-fields.ts'
import { SETTING_GROUPS, type SettingGroup } from '../../../protocol/settings/setting.ts'

export interface FieldGroup {
  group: SettingGroup
  fields: SettingField[]
}

/** The fields of the form, grouped as an owner thinks of them. Empty groups are left out. */
export const groupsOf = (fields: readonly SettingField[]): FieldGroup[] =>
  SETTING_GROUPS.map((group) => ({ group, fields: fields.filter((one) => one.group === group) })).filter(
    ({ fields }) => fields.length > 0,
  )
