/** What is wrong with one setting. `problems` in the body of `settings_invalid` has all of them, not only the first. */
export interface SettingProblem {
  /** `starterPrompts.2`; empty for the whole. */
  path: string
  /** unknown: there is no such setting; forbidden: a name that no setting may have; the others are about its value. */
  kind: 'unknown' | 'forbidden' | 'type' | 'length' | 'range' | 'choice' | 'form'
  /** In English, for whoever reads JSON. */
  message: string
}
