import { isRecord } from '../protocol/record.ts'

/** What our schemas say besides what JSON Schema knows. */
const OWN: ReadonlySet<string> = new Set(['group', 'control'])

/**
 * The same schema, with our own keywords called `x-…`: linters and editors refuse others that they do not know.
 *
 * Source: https://spec.openapis.org/oas/v3.1.1.html#specification-extensions
 */
export function withExtensions(schema: unknown, isNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withExtensions(each))
  if (!isRecord(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      !isNames && OWN.has(key) ? `x-${key}` : key,
      withExtensions(value, !isNames && key === 'properties'),
    ]),
  )
}
