/** Characters that a terminal obeys or reorders: C1 controls, direction marks, line separators. */
const OBEYED = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** JSON that is safe to print on a terminal. `JSON.stringify` alone escapes only C0 controls. */
export const terminalJson = (value: unknown): string =>
  JSON.stringify(value).replace(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
