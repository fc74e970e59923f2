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
  /** Empty where the owner has set none. */
  ownerKey: string
  ownerAuth: Pick<OwnerAuth, 'failed'>
  sites: Sites
  /** Of every site but previews. */
  siteNames(): Promise<string[]>
  /** The first one answers what no other is known to have; none where nothing is configured. */
  providers: () => readonly Provider[]
  call: typeof callProvider
  log: Log
}

/** Where a program's request goes, and as what. */
interface Address {
  provider: Provider
  request: ProviderRequest
  /** The site whose persona answers. */
  site: string | null
}

/**
 * Chat Completions for the owner's own programs, for any OpenAI SDK. No page may read these answers (no CORS): a page
 * that could would hold the owner's key.
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
     * There is no deadline of ours and no retry: the SDKs bring both. A program that hangs up takes the provider's
     * connection with it.
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

    /** The id may contain slashes, written as they are or as `%2F`. */
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
      // What `fetch` and `read` throw is a text of the runtime's: refused, reset, unknown host.
      if (error instanceof Failure) throw error
      throw new Failure('upstream_unavailable', { detail: `${provider.name}: no connection` })
    }
  }
}

/** To a program a site that does not exist is a model that does not exist. */
function asModel(error: unknown): never {
  const isUnknown = error instanceof Failure && error.code === 'unknown_site'
  throw isUnknown ? new Failure('model_not_found', { param: 'model' }) : error
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return '' // no model is called that
  }
}
