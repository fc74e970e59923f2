import { Failure } from '../../protocol/failure.ts'
import type { Setup } from '../../protocol/schemas/owner-session.ts'
import { field, isRecord } from '../../protocol/record.ts'
import { readJson } from '../http/body.ts'
import { callerOf } from '../http/caller.ts'
import {
  readSession,
  requireOwnPage,
  requireRightKey,
  sessionCookie,
  sessionId,
  type OwnerCredentials,
} from '../auth/owner-session.ts'
import type { OpenedSession } from '../auth/owner-auth.ts'
import { LIST_PRICES_READ_ON, listedModels } from '../providers/pricing/list-prices.ts'
import type { Provider } from '../providers/provider-list.ts'

export interface AccessPartners extends OwnerCredentials {
  providers: () => readonly Provider[]
  /** What visitors of the demo are told of it; empty where a real provider answers. */
  demoNotice: string
}

/** Signing in and out, and what the console has to know first. */
export function accessRoutes(dependencies: AccessPartners) {
  const { ownerAuth, access, providers, demoNotice } = dependencies
  return {
    /** `POST /v1/owner/session` */
    async signIn(request: Request): Promise<Response> {
      requireOwnPage(request)
      await access?.(request)
      const { id, csrf, expiresAt } = await openFor(await readJson(request), request)
      return Response.json({ csrf, expiresAt }, { status: 201, headers: { 'set-cookie': sessionCookie(id) } })
    },

    /** `GET /v1/owner/session`: for a console that was loaded again. Its answer holds what no other origin can read. */
    session: async (request: Request): Promise<Response> => Response.json(await readSession(request, dependencies)),

    /** `DELETE /v1/owner/session` */
    async signOut(request: Request): Promise<Response> {
      const id = sessionId(request)
      if (id !== null) await ownerAuth.close(id)
      return signedOut()
    },

    /** `DELETE /v1/owner/sessions` */
    async signOutEverywhere(): Promise<Response> {
      await ownerAuth.closeAll()
      return signedOut()
    },

    /** `POST /v1/owner/sign-in-codes` */
    makeCode: async (): Promise<Response> => Response.json(await ownerAuth.makeCode(), { status: 201 }),

    /** `GET /v1/owner/setup` */
    async setup({ url }: Request): Promise<Response> {
      const known = providers().map(({ name, model, models, baseUrl }) => ({
        name,
        model,
        models: [...new Set([...Object.keys(models), ...listedModels(baseUrl)])],
      }))
      return Response.json({
        providers: known,
        pricesOf: LIST_PRICES_READ_ON,
        isDemo: demoNotice !== '',
        origin: new URL(url).origin,
      } satisfies Setup)
    },
  }

  async function openFor(body: unknown, request: Request): Promise<OpenedSession> {
    const [key, code] = [field(body, 'key'), field(body, 'code')]
    if (typeof code === 'string') return ownerAuth.openByCode(code, callerOf(request))
    if (typeof key === 'string') {
      await requireRightKey(key, request, dependencies)
      return ownerAuth.open()
    }
    const isEmpty = isRecord(body) && !Array.isArray(body) && key === undefined && code === undefined
    if (!isEmpty) throw new Failure('invalid_body')
    // No guess was made, so there is nothing to count: the console asks whether Access signs in.
    if (access === null) throw new Failure('sign_in_refused')
    return ownerAuth.open()
  }
}

const signedOut = (): Response => new Response(null, { status: 204, headers: { 'set-cookie': sessionCookie(null) } })
