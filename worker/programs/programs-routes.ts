import { PROGRAMS } from '../../protocol/api/programs.ts'
import { Failure } from '../../protocol/failure.ts'
import { programKey } from './program-key.ts'
import { readProgramCall, type ProgramCall } from './program-call.ts'
import type { Log } from '../base/log.ts'
import type { OwnerAuth } from '../auth/owner-auth.ts'
import { answer, type Routes } from '../http/routes.ts'
import { models, SITE_MODEL } from './models.ts'
import { personaBody } from './persona-body.ts'
import type { Sites } from '../sites/read-site.ts'
import type { callProvider, ProviderRequest } from '../providers/call.ts'
import { passOn, UPSTREAM_REQUEST } from './pass-on.ts'
import { chooseProvider, type Provider } from '../providers/provider-list.ts'

interface Dependencies {
  /** Empty if the owner has set none. */
  ownerKey: string
  ownerAuth: Pick<OwnerAuth, 'failed'>
  sites: Sites
  /** Every site except previews. */
  siteNames(): Promise<string[]>
  /** The first one answers models that no other is known to have; empty if nothing is configured. */
  providers: () => readonly Provider[]
  call: typeof callProvider
  log: Log
}

/** Where a program's request goes, and with which model. */
interface Address {
  provider: Provider
  request: ProviderRequest
  /** The site whose persona answers. */
  site: string | null
}

/**
 * Chat Completions for the owner's own programs, for any OpenAI SDK. No page may read these answers (no CORS): such a page would
 * have the owner's key.
 *
 * Source: https://platform.openai.com/docs/api-reference/chat
 */
export function programRoutes({
  ownerKey,
  ownerAuth,
  sites,
  siteNames,
  providers,
  call,
  log,
}: Dependencies): Routes<typeof PROGRAMS> {
  const requireProgram = programKey({ ownerKey, ownerAuth, now: Date.now })
  /** A program writes and reads Chat Completions itself. */
  const chatProviders = () => providers().filter(({ dialect }) => dialect.isChatCompletions)
  return {
    /**
     * There is no deadline and no retry here, because the SDKs have both. If the program hangs up, the connection to the provider
     * is closed too.
     */
    async createChatCompletion({ request, visit }) {
      await requireProgram(request)
      const asked = await readProgramCall(request)
      const { provider, request: sent, site } = await address(asked)
      const started = Date.now()
      const response = await reach(provider, sent, request.signal)
      log({
        event: 'call',
        request: visit.request,
        site,
        provider: provider.name,
        status: response.status,
        streamed: asked.fields['stream'] === true,
        requestBytes: asked.bytes.byteLength,
        milliseconds: Date.now() - started,
        upstreamRequest: response.headers.get(UPSTREAM_REQUEST)?.slice(0, 100),
      })
      return response
    },

    async listModels({ request }) {
      await requireProgram(request)
      return answer(PROGRAMS.listModels, { object: 'list', data: models(await siteNames(), chatProviders()) })
    },

    /** The id may contain slashes, either plain or as `%2F`. */
    async readModel({ id: encodedId, request }) {
      await requireProgram(request)
      const id = decode(encodedId)
      const model = models(await siteNames(), chatProviders()).find((model) => model.id === id)
      if (!model) throw new Failure('model_not_found', { param: 'model' })
      return answer(PROGRAMS.readModel, model)
    },
  }

  async function address({ model, fields, bytes }: ProgramCall): Promise<Address> {
    const all = chatProviders()
    const [first] = all
    if (!first) throw new Failure('upstream_not_configured')
    const knowing = (wanted: string) =>
      all.find(({ model, models }) => model === wanted || Object.hasOwn(models, wanted)) ?? first
    if (!model.startsWith(SITE_MODEL)) return { provider: knowing(model), request: { model, body: bytes }, site: null }

    const name = model.slice(SITE_MODEL.length)
    const site = await sites.read(name).catch(asModel)
    const provider = chooseProvider(all, site.upstream)
    return { provider, request: personaBody(site, provider, fields), site: name }
  }

  async function reach(provider: Provider, sent: ProviderRequest, signal: AbortSignal): Promise<Response> {
    try {
      return await passOn(await call(provider, sent, signal), provider)
    } catch (error) {
      // `fetch` and `read` throw the runtime's own messages: refused, reset, unknown host.
      if (error instanceof Failure) throw error
      throw new Failure('upstream_unavailable', { detail: `${provider.name}: no connection` })
    }
  }
}

/** For a program, an unknown site is an unknown model. */
function asModel(error: unknown): never {
  const isUnknown = error instanceof Failure && error.code === 'unknown_site'
  throw isUnknown ? new Failure('model_not_found', { param: 'model' }) : error
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return '' // no model has this name
  }
}
