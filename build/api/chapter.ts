/** What is written down for the API's description, and for nothing else. The rest is in the table of addresses. */
import type { Address, BodyOf, QueryOf } from '../../protocol/api/address.ts'

export interface Words {
  summary: string
  description?: string
  headers?: readonly Header[]
  /** Of its body. */
  example?: object
  /** What follows the `?` in an example. */
  queryExample?: Readonly<Record<string, string | number>>
  /** About the answer. */
  says: string
  /** What else may come, from somebody else. */
  passesOn?: string
}

interface Header {
  name: string
  description: string
  schema: object
  example: string
}

/** An address without words does not compile, and neither does an example that does not fit. */
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
