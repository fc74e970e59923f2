/** Every shape of the API as JSON Schema 2020-12, which OpenAPI 3.1 uses. */
import { toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema'
import { QUERIES, SCHEMAS, type QueryName, type SchemaName } from '../../protocol/schemas.ts'
import { withExtensions } from '../extensions.ts'
import { fieldComments } from './comments.ts'

const comments = fieldComments(new URL('../../protocol/schemas/', import.meta.url))
const OPTIONS = {
  target: 'draft-2020-12',
  typeMode: 'input',
  // JSON Schema cannot express checks by a function: the Worker reports those.
  errorMode: 'ignore',
} as const

export const refTo = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` })

export function schemas(): Record<string, object> {
  const converted = toJsonSchemaDefs(SCHEMAS, {
    ...OPTIONS,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  })
  return Object.fromEntries(
    Object.entries(converted).map(([name, schema]) => [
      name,
      Object(withExtensions(described(schema, comments[name] ?? {}))),
    ]),
  )
}

/** The query parameters, as OpenAPI lists them. */
export function queryParameters(name: QueryName, examples: Readonly<Record<string, string | number>>): object[] {
  const { properties = {}, required = [] } = toJsonSchema(QUERIES[name], OPTIONS)
  return Object.entries(properties).map(([field, schema]) => ({
    name: field,
    in: 'query',
    required: required.includes(field),
    description: comments[name]?.[field] ?? '',
    schema,
    ...(examples[field] !== undefined && { example: examples[field] }),
  }))
}

function described(schema: { properties?: object | undefined }, fields: Readonly<Record<string, string>>): object {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    { ...property, ...(fields[name] && { description: fields[name] }) },
  ])
  return properties.length === 0 ? schema : { ...schema, properties: Object.fromEntries(properties) }
}
