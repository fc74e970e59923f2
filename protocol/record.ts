/** Checks values from outside before they are trusted. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** `value[name]`, or undefined if there is no such property. */
export function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined
}
