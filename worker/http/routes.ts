/** How the Worker answers the addresses of a table: exactly one function for each. */
import type { Address, AnswerOf, PathParts } from '../../protocol/api/address.ts'
import type { Visit } from './cors.ts'

/** A request, what is known of it, and the parts of its path. */
export type Call<One extends Address> = { request: Request; visit: Visit } & PathParts<One['path']>

/** An address without a function does not compile, and neither does a function without an address. */
export type Routes<Table extends Readonly<Record<string, Address>>> = {
  readonly [Name in keyof Table]: (call: Call<Table[Name]>) => Response | Promise<Response>
}

/** What the table promises for an address, with the table's status. */
export const answer = <One extends Address>(
  { answer }: One,
  body: AnswerOf<One>,
  headers: Readonly<Record<string, string>> = {},
): Response => Response.json(body, { status: answer.status, headers })

/** The response of an address that returns no content. */
export const nothing = (headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status: 204, headers })
