/** What was found, and what to do about it: one sentence each. */
export interface Told {
  says: (detail: string) => string
  /** Empty if there is nothing to do. */
  todo: string
}

export const told = (says: string | ((detail: string) => string), todo = ''): Told => ({
  says: typeof says === 'string' ? () => says : says,
  todo,
})
