/** What a terminal obeys, or shows in another order than it stands: C1 controls, marks of direction, separators of lines. */
const OBEYED = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** JSON that is safe to print on a terminal. `JSON.stringify` alone escapes C0 controls only. */
export const terminalJson = (value: unknown): string =>
  JSON.stringify(value).replace(OBEYED, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
