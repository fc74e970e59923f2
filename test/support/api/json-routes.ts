/** Every address that reads a JSON body, with what it needs to get that far: for tests of unusual bodies. */
import { byCookie, signedIn } from '../browser/owner-console.ts'
import { OWNER_KEY, type Running } from '../running/running-worker.ts'
import { SIGN_IN } from './owner-routes.ts'
import { ROUTES } from './routes.ts'

export interface JsonRoute {
  method: string
  /** With `:site` and `:id`, as in the table. */
  pattern: string
  path: string
  headers: Record<string, string>
  /** The largest body that it reads. */
  bodyBytes: number
  /** The possible answers to well-formed JSON other than 400: an empty key, for example, is a wrong key and not a bad body. */
  otherwise?: readonly number[]
  /** The body is optional. */
  isOptional?: true
}

/** Other answers or headers that some of them need. */
const OWN: Readonly<Record<string, Pick<JsonRoute, 'otherwise' | 'isOptional'>>> = {
  '/v1/turns/:id/retry': { otherwise: [409], isOptional: true },
  [SIGN_IN.path]: { otherwise: [401] },
}

/** Opens a session, asks one question in it and signs in as the owner: without these, the routes do not read a body. */
export async function jsonRoutes(worker: Running): Promise<JsonRoute[]> {
  const [token, owner, id] = [await worker.open(), await signedIn(worker), crypto.randomUUID()]
  await worker.ask(token, 'where?', id)
  const headers = {
    public: {},
    visitor: { authorization: `Bearer ${token}` },
    owner: { origin: worker.url, ...byCookie(owner) },
    program: { authorization: `Bearer ${OWNER_KEY}` },
  }
  return ROUTES.filter(({ readsBody }) => readsBody).map(({ method, pattern, path, house, bodyBytes }) => ({
    method,
    pattern,
    path: house === 'visitor' ? pattern.replace(':id', id) : path,
    headers: headers[house],
    bodyBytes,
    ...OWN[pattern],
  }))
}
