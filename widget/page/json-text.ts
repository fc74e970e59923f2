/**
 * A value as JSON, even if the page has changed the language: Prototype.js gives arrays and strings their own `toJSON`, and
 * `JSON.stringify` writes what that returns. The replacer gets the value that it would have been called on.
 */
export const jsonText = (value: unknown, indent = 0): string =>
  JSON.stringify(
    value,
    function (this: Record<string, unknown>, key) {
      return this[key]
    },
    indent,
  )
