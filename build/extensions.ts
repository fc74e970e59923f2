import { isRecord } from '../protocol/record.ts'

/** What our schemas say beyond JSON Schema. */
const OWN: ReadonlySet<string> = new Set(['group', 'control'])

/**
 * The same schema, with our own keywords renamed to `x-…`: linters and editors reject other unknown keywords.
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
