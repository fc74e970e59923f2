import * as v from 'valibot'

/** What is wrong with one setting. `problems` in the body of `settings_invalid` has all of them, not only the first. */
export const settingProblem = v.object({
  /** `starterPrompts.2`; empty if it concerns the settings as a whole. */
  path: v.string(),
  /** unknown: there is no such setting; forbidden: a name that no setting may have; the others are about its value. */
  kind: v.picklist(['unknown', 'forbidden', 'type', 'length', 'range', 'choice', 'form']),
  /** In English, for people who read JSON. */
  message: v.string(),
})
export type SettingProblem = v.InferOutput<typeof settingProblem>
