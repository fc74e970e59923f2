/** The API's description as the running Worker serves it, and a validator for it. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { Running } from '../running/running-worker.ts'

export interface Described {
  method: string
  /** `/v1/turns/{id}` */
  path: string
  operationId: string
  security: readonly Record<string, unknown>[]
  parameters: readonly { name: string; in: string; required: boolean; example?: string }[]
  requestBody?: { content: { 'application/json': { schema: Reference; example: Record<string, unknown> } } }
  responses: Readonly<Record<string, { description: string; content?: Record<string, { schema: Reference }> }>>
}

interface Reference {
  $ref?: string
  type?: string
}

export interface Description {
  text: string
  operations: readonly Described[]
  /** What is wrong with a value, according to the schema of this name; empty if nothing is. */
  faults(schema: Reference, value: unknown): string
}

export async function describedBy(worker: Running): Promise<Description> {
  const text = await (await worker.call('/openapi.json')).text()
  const whole: { paths: Record<string, Record<string, Omit<Described, 'method' | 'path'>>> } = JSON.parse(text)
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ ...close(whole), $id: 'openapi' })
  const known = new Map<string, ValidateFunction>()
  const operations = Object.entries(whole.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  )
  return {
    text,
    operations,
    faults(schema, value) {
      const key = JSON.stringify(schema)
      const validate = known.get(key) ?? ajv.compile(schema.$ref ? { $ref: `openapi${schema.$ref}` } : schema)
      known.set(key, validate)
      return validate(value) ? '' : ajv.errorsText(validate.errors)
    },
  }
}

/** Clients must accept unknown fields; here each has to be described. */
function close<Value>(value: Value): Value
function close(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((part) => close(part))
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, close(part)]))
  const isOpen = inner['type'] === 'object' && inner['properties'] && inner['additionalProperties'] === undefined
  return isOpen ? { ...inner, additionalProperties: false } : inner
}
