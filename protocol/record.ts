/** Looking at values from outside before believing them. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** `value[name]`, or undefined when there is no such thing. */
export function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined
}
