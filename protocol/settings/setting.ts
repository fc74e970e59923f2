import * as v from 'valibot'

/** As an owner thinks of them, in this order. */
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
  /** Where the schema does not say it. */
  control?: 'colour'
}

/** How the settings of one group are written: each with the sentence that explains it. */
export const settingsIn = (group: SettingGroup) => {
  const described = <Schema extends v.GenericSchema>({ schema, title, help, control }: Described<Schema>) =>
    v.pipe(schema, v.title(title), v.description(help), v.metadata({ group, ...(control && { control }) }))
  return {
    /** @param of.initial what holds until an owner sets it. */
    setting: <Schema extends v.GenericSchema>(of: Described<Schema> & { initial: v.InferInput<Schema> }) =>
      v.optional(described(of), of.initial),
    /** A setting that may be left out: then the provider decides. */
    unset: <Schema extends v.GenericSchema>(of: Described<Schema>) => v.optional(described(of)),
  }
}
