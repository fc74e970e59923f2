/** What is written down of each address, and of nothing else: `build/openapi.ts` makes the description of it. */
import type { FailureCode } from '../../protocol/failure.ts'
import type { SchemaName } from '../../protocol/schemas.ts'

export interface Operation {
  /** As the router has it, without its parameters' colons: `/v1/turns/{id}/stop`. */
  path: string
  method: 'get' | 'post' | 'put' | 'delete'
  /** What a generated client calls it; unique. */
  name: string
  summary: string
  description?: string
  /** Beside those of the path. */
  parameters?: readonly Parameter[]
  body?: { schema: SchemaName; isOptional?: true; example: object }
  answer: Answer
  /** Another way in than its chapter's. */
  security?: Security
  fails: readonly FailureCode[]
  /** What else may come, that is not ours. */
  passesOn?: string
}

export interface Parameter {
  name: string
  in: 'query' | 'header'
  isRequired?: boolean
  description: string
  schema: object
  example?: string
}

/** With `schema`, JSON. */
export interface Answer {
  status: 200 | 201 | 204
  says: string
  schema?: SchemaName
  /** A stream of `TurnEvent`s; `text` for a text. */
  type?: 'events' | 'text' | 'json-or-events'
}

/** Each entry is a way in; all names in one entry are needed together. None: anybody. */
export type Security = readonly Readonly<Record<string, readonly string[]>>[]

export interface Chapter {
  tag: string
  description: string
  security: Security
  operations: readonly Operation[]
}

/** What every address that reads JSON may say of its body. */
export const BODY_FAILURES = ['not_json_type', 'not_json', 'invalid_body', 'body_too_large'] as const
