/** Every address that reads a JSON body, with what it takes to have it read: for the tests of what else may come. */
import { byCookie, signedIn } from '../browser/owner-console.ts'
import { OWNER_KEY, type Running } from '../running/running-worker.ts'
import { SIGN_IN } from './owner-routes.ts'
import { ROUTES } from './routes.ts'

export interface JsonRoute {
  method: string
  /** With `:site` and `:id` as the table has them. */
  pattern: string
  path: string
  headers: Record<string, string>
  /** What JSON that is well-formed may be told beside 400: that nothing was said, say, is a wrong key and no wrong body. */
  otherwise?: readonly number[]
  /** The body may be left out. */
  isOptional?: true
}

/** What some of them may be told, or sent, besides. */
const OWN: Readonly<Record<string, Pick<JsonRoute, 'otherwise' | 'isOptional'>>> = {
  '/v1/turns/:id/retry': { otherwise: [409], isOptional: true },
  [SIGN_IN.path]: { otherwise: [401] },
}

/** Opens a session, asks one question in it and signs in as the owner: what these routes need to read a body at all. */
export async function jsonRoutes(worker: Running): Promise<JsonRoute[]> {
  const [token, owner, id] = [await worker.open(), await signedIn(worker), crypto.randomUUID()]
  await worker.ask(token, 'where?', id)
  const headers = {
    public: {},
    visitor: { authorization: `Bearer ${token}` },
    owner: { origin: worker.url, ...byCookie(owner) },
    program: { authorization: `Bearer ${OWNER_KEY}` },
  }
  return ROUTES.filter(({ readsBody }) => readsBody).map(({ method, pattern, path, house }) => ({
    method,
    pattern,
    path: house === 'visitor' ? pattern.replace(':id', id) : path,
    headers: headers[house],
    ...OWN[pattern],
  }))
}
