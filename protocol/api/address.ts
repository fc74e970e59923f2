/** The fields of an entry in the table of addresses. The names of shapes are those of `protocol/schemas.ts`. */
import type * as v from 'valibot'
import type { FailureCode } from '../failure.ts'
import type { QUERIES, QueryName, SchemaName, SCHEMAS } from '../schemas.ts'

export interface Address {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The caller fills in `:site`. A part that ends in `+` may contain slashes. */
  path: string
  by: Caller
  query?: QueryName
  body?: SchemaName
  /** The body is optional. */
  isBodyOptional?: true
  /** The largest body, if it is not `BODY_BYTES`. */
  bodyBytes?: number
  answer: AddressAnswer
  /** The failures of this address only; `failuresOf` adds those that may come before it. */
  fails?: readonly FailureCode[]
}

/**
 * Who may call it. A `visitor` needs the session's token, a `program` the owner key, and the `owner` either that or the console's
 * cookie and CSRF token. The `console` needs only its cookie: it does not know its CSRF token yet.
 */
export type Caller = 'anybody' | 'visitor' | 'console' | 'owner' | 'program'

/** JSON of this schema; `events` is a stream of `TurnEvent`s. */
export interface AddressAnswer {
  status: 200 | 201 | 204
  schema?: SchemaName
  type?: 'events' | 'text' | 'json-or-events'
}

/** The parts of a path that the caller fills in, by their names. */
export type PathParts<Path extends string> = Path extends `${infer First}/${infer Rest}`
  ? PathParts<First> & PathParts<Rest>
  : Path extends `:${infer Part}`
    ? { readonly [Name in Part extends `${infer Bare}+` ? Bare : Part]: string }
    : unknown

/** A query is text: its names are checked here, its values where they are read. */
export type QueryOf<One extends Address> = One extends { query: infer Name extends QueryName }
  ? { readonly [Field in keyof v.InferInput<(typeof QUERIES)[Name]>]: string | number }
  : never
/** What a caller provides: the parts of the path, the body, the query. */
export type Asked<One extends Address> = PathParts<One['path']> &
  (One extends { body: string } ? { body: BodyOf<One> } : { body?: never }) &
  (One extends { query: string } ? { query: QueryOf<One> } : { query?: never })

export type BodyOf<One extends Address> = One extends { body: infer Name extends SchemaName }
  ? v.InferInput<(typeof SCHEMAS)[Name]>
  : never

/** Undefined if the answer is not JSON. */
export type AnswerOf<One extends Address> = One['answer'] extends { schema: infer Name extends SchemaName }
  ? v.InferOutput<(typeof SCHEMAS)[Name]>
  : undefined
