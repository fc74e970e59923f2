/**
 * A value as JSON, whatever the page has made of the language: Prototype.js gives arrays and texts a `toJSON` of their own, and
 * `JSON.stringify` writes what that returns. The replacer gets what it would have been called on.
 */
export const jsonText = (value: unknown, indent = 0): string =>
  JSON.stringify(
    value,
    function (this: Record<string, unknown>, key) {
      return this[key]
    },
    indent,
  )
