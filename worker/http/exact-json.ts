/** From "JSON.parse source text access" (ECMAScript 2026), which TypeScript's library does not describe yet. */
declare global {
  interface JSON {
    rawJSON(text: string): unknown
    parse(text: string, revive: (name: string, value: unknown, context: { source?: string }) => unknown): unknown
  }
}

/** JSON whose numbers keep all their digits when written again: a 64-bit `seed`, for example, does not fit into a number. */
export const parseExactly = (text: string): unknown =>
  JSON.parse(text, (_name, value, { source }) =>
    typeof value === 'number' && source !== undefined && isInexact(value) ? JSON.rawJSON(source) : value,
  )

const isInexact = (value: number): boolean => !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER
