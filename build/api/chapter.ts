/** What is written only for the API's description. The rest comes from the table of addresses. */
import type { Address, BodyOf, QueryOf } from '../../protocol/api/address.ts'

export interface Words {
  summary: string
  description?: string
  headers?: readonly Header[]
  /** An example of its body. */
  example?: object
  /** The query of an example, after the `?`. */
  queryExample?: Readonly<Record<string, string | number>>
  /** A note on the answer. */
  says: string
  /** Other responses that may come from somebody else. */
  passesOn?: string
}

interface Header {
  name: string
  description: string
  schema: object
  example: string
}

/** An address without a description does not compile, and neither does an invalid example. */
export type ChapterWords<Addresses extends Readonly<Record<string, Address>>> = {
  readonly [Name in keyof Addresses]: Omit<Words, 'example' | 'queryExample'> &
    (Addresses[Name] extends { body: string } ? { example: BodyOf<Addresses[Name]> } : object) &
    (Addresses[Name] extends { query: string } ? { queryExample: QueryOf<Addresses[Name]> } : object)
}

export interface Chapter {
  tag: string
  description: string
  addresses: Readonly<Record<string, Address>>
  words: Readonly<Record<string, Words>>
}
