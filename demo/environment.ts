/** Named values, as in `process.env` and `.dev.vars`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** All values that are set; later sources win. An empty value counts as not set, as in a shell. */
export function merge(...sources: Environment[]): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const source of sources) {
    for (const [name, value] of Object.entries(source)) {
      if (value) merged[name] = value
    }
  }
  return merged
}
