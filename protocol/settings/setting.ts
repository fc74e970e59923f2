import * as v from 'valibot'

/** Grouped the way owners think about them, in this order. */
export const SETTING_GROUPS = ['who', 'first', 'looks', 'model', 'limits', 'privacy', 'where'] as const
export type SettingGroup = (typeof SETTING_GROUPS)[number]

export const text = (most: number) => v.pipe(v.string(), v.maxLength(most))
export const number = (least: number, most: number) => v.pipe(v.number(), v.minValue(least), v.maxValue(most))
export const whole = (least: number, most: number) => v.pipe(number(least, most), v.integer())

interface Described<Schema extends v.GenericSchema> {
  schema: Schema
  title: string
  /** A sentence or two for the owner. */
  help: string
  /** Only if the schema does not imply it. */
  control?: 'colour'
}

/** Declares the settings of one group, each with the sentence that explains it. */
export const settingsIn = (group: SettingGroup) => {
  const described = <Schema extends v.GenericSchema>({ schema, title, help, control }: Described<Schema>) =>
    v.pipe(schema, v.title(title), v.description(help), v.metadata({ group, ...(control && { control }) }))
  return {
    /** @param of.initial the value until an owner sets it. */
    setting: <Schema extends v.GenericSchema>(of: Described<Schema> & { initial: v.InferInput<Schema> }) =>
      v.optional(described(of), of.initial),
    /** An optional setting: without a value, the provider decides. */
    unset: <Schema extends v.GenericSchema>(of: Described<Schema>) => v.optional(described(of)),
  }
}
