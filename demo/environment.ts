/** Named values, as `process.env` and `.dev.vars` hold them. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Every value that is set, those of the later sources winning. An empty value counts as not set, as in a shell. */
export function merge(...sources: Environment[]): Record<string, string> {
  const merged: Record<string, string> = {}
  for (const source of sources) {
    for (const [name, value] of Object.entries(source)) {
      if (value) merged[name] = value
    }
  }
  return merged
}
