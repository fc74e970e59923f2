/** The published schemas say nothing that JSON Schema does not know, but under `x-…`. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { schemas } from '../../build/api/schemas.ts'
import { settingsJsonSchema } from '../../build/schema.ts'
import { isRecord } from '../../protocol/record.ts'
import { settingsSchema } from '../../protocol/site.ts'

/** Of the vocabularies of draft 2020-12, those that are used. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `$ref $schema $defs type enum const properties required additionalProperties items prefixItems anyOf oneOf allOf not
  minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems
  uniqueItems minProperties maxProperties propertyNames title description default examples contentEncoding`.split(
    /\s+/,
  ),
)
/** Under these are our own names, each with a schema. */
const MAPS: ReadonlySet<string> = new Set(['properties', '$defs'])
/** And under these are values. */
const VALUES: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required'])

function unknownIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(unknownIn)
  if (!isRecord(schema)) return []
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(KEYWORDS.has(key) || key.startsWith('x-') ? [] : [key]),
    ...(VALUES.has(key) ? [] : unknownIn(MAPS.has(key) ? Object.values(Object(value)) : value)),
  ])
}

test('of the API', () => {
  expect(unknownIn({ properties: { one: { type: 'string', group: 'who' } } })).toEqual(['group'])
  expect(unknownIn(Object.values(schemas()))).toEqual([])
  expect(JSON.stringify(schemas()['Settings'])).toContain('"x-group":"who"')
})

test('of a site’s settings', () => {
  const schema = settingsJsonSchema(settingsSchema().entries)
  expect(unknownIn(schema)).toEqual([])
  expect(
    v.is(v.looseObject({ properties: v.looseObject({ accent: v.looseObject({ 'x-control': v.string() }) }) }), schema),
  ).toBe(true)
})
