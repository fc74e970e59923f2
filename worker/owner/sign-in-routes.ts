import { SIGN_IN } from '../../protocol/api/owner.ts'
import { Failure } from '../../protocol/failure.ts'
import { field, isRecord } from '../../protocol/record.ts'
import { readJson } from '../http/body.ts'
import { answer, nothing, type Routes } from '../http/routes.ts'
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

export interface SignInDependencies extends OwnerCredentials {
  providers: () => readonly Provider[]
  /** What visitors of the demo read about it; empty if a real provider answers. */
  demoNotice: string
}

/** Signing in and out, and what the console has to know first. */
export function accessRoutes(dependencies: SignInDependencies): Routes<typeof SIGN_IN> {
  const { ownerAuth, access, providers, demoNotice } = dependencies
  return {
    async signIn({ request }) {
      requireOwnPage(request)
      await access?.(request)
      const { id, csrf, expiresAt } = await openFor(await readJson(SIGN_IN.signIn, request), request)
      return answer(SIGN_IN.signIn, { csrf, expiresAt }, { 'set-cookie': sessionCookie(id) })
    },

    /** For a console that was reloaded. No other origin can read its answer. */
    readOwnerSession: async ({ request }) => answer(SIGN_IN.readOwnerSession, await readSession(request, dependencies)),

    async signOut({ request }) {
      const id = sessionId(request)
      if (id !== null) await ownerAuth.close(id)
      return signedOut()
    },

    async signOutEverywhere() {
      await ownerAuth.closeAll()
      return signedOut()
    },

    makeSignInCode: async () => answer(SIGN_IN.makeSignInCode, await ownerAuth.makeCode()),

    async readSetup({ request }) {
      const known = providers().map(({ name, model, models, baseUrl }) => ({
        name,
        model,
        models: [...new Set([...Object.keys(models), ...listedModels(baseUrl)])],
      }))
      return answer(SIGN_IN.readSetup, {
        providers: known,
        pricesOf: LIST_PRICES_READ_ON,
        isDemo: demoNotice !== '',
        origin: new URL(request.url).origin,
      })
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
    // No guess was made, so nothing is counted: the console asks whether Access signs in.
    if (access === null) throw new Failure('sign_in_refused')
    return ownerAuth.open()
  }
}

const signedOut = (): Response => nothing({ 'set-cookie': sessionCookie(null) })
