/** The Worker's entry, and the only file that sees `env`: it gives every part its dependencies. */
import { DurableObject } from 'cloudflare:workers'
import { Failure } from '../protocol/failure.ts'
import { isPreview } from '../protocol/site.ts'
import { cloudflareAccess } from './auth/access-jwt.ts'
import { counter } from './auth/throttle.ts'
import { SITEVERIFY, turnstile } from './auth/bot-check.ts'
import { provenBy } from './auth/identity.ts'
import { hmacTokens } from './auth/token.ts'
import { consoleLog, errorText } from './base/log.ts'
import { ownerAuthClient, type OwnerAuthCommand } from './auth/owner-auth.ts'
import { OwnerAuthObject } from './auth/owner-auth-object.ts'
import { refusalLine, refuse, refusing } from './http/refusal.ts'
import { router } from './router.ts'
import { frontRoutes } from './front-routes.ts'
import { ownerRoutes } from './owner/owner-routes.ts'
import { programRoutes } from './programs/programs-routes.ts'
import { kvHistoryCopies } from './session/lifecycle/history-copy.ts'
import { SessionObject } from './session/session-object.ts'
import type { SessionRequest } from './session/command.ts'
import {
  transcriptSearchClient,
  noTranscriptSearch,
  type SearchCommand,
  type TranscriptSearches,
} from './transcripts/transcript-search.ts'
import { kvSiteCopies } from './sites/site-copies.ts'
import { siteRegistryClient, type RegistryCommand } from './sites/site-registry.ts'
import { RegistryObject } from './sites/registry-object.ts'
import { ledgerClient, noLedger, type LedgerCommand, type SiteLedgers } from './limits/ledger.ts'
import { LedgerObject } from './limits/ledger-object.ts'
import { kvSites } from './sites/read-site.ts'
import { logTo } from './limits/turn-points.ts'
import { adapting, Learned } from './providers/adapt.ts'
import type { Reach } from './providers/base-url.ts'
import { callProvider } from './providers/call.ts'
import { chatUpstream } from './providers/chat-upstream.ts'
import { dearestBy, quoteBy } from './providers/pricing/pricing.ts'
import { readProviders, type Provider } from './providers/provider-list.ts'
import { CircuitBreaker } from './providers/circuit-breaker.ts'
import { wrapUpstream } from './providers/wrap-upstream.ts'

const circuitBreaker = new CircuitBreaker()
const call = adapting(callProvider, { learned: new Learned(), log: consoleLog })

export class Session extends DurableObject<Env> {
  readonly #session: SessionObject

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    const log = logTo(Reflect.get(env, 'TURNS'))
    const tell = teller(env)
    this.#session = new SessionObject({
      storage: context.storage,
      historyCopies: kvHistoryCopies(env.HISTORY),
      ledgers: ledgersOf(tell),
      transcriptSearches: transcriptSearchesOf(tell),
      quoteOf: quoteBy(() => providersOf(env)),
      dearestOf: dearestBy(() => providersOf(env)),
      upstream: wrapUpstream(chatUpstream(() => providersOf(env), { circuitBreaker, call, log: consoleLog })),
      log,
      restart: () => context.abort('storage could not be written'),
    })
  }

  /** Takes a request from the router below, and only from there: no public address leads here. */
  override async fetch(inner: Request): Promise<Response> {
    const sessionRequest = await inner.json<SessionRequest>()
    try {
      return await this.#session.run(sessionRequest)
    } catch (error) {
      // The route passes the response on unread, so the log line is written here.
      consoleLog(refusalLine(error, { request: sessionRequest.request }))
      return refuse(error)
    }
  }

  override alarm(): Promise<void> {
    return this.#session.alarm()
  }
}

export class Ledger extends DurableObject<Env> {
  readonly #ledger = new LedgerObject(this.ctx.storage, consoleLog)

  /** Takes a command from the sessions' objects and the router: no public address leads here. */
  override fetch(request: Request): Promise<Response> {
    return refusing(consoleLog, async () => this.#ledger.run(await request.json<LedgerCommand | SearchCommand>()))
  }

  override alarm(): Promise<void> {
    return this.#ledger.alarm()
  }
}

export class Gate extends DurableObject<Env> {
  readonly #ownerAuth = new OwnerAuthObject({ storage: this.ctx.storage, now: Date.now })

  /** Takes a command from the owner's routes: no public address leads here. */
  override fetch(request: Request): Promise<Response> {
    return refusing(consoleLog, async () => this.#ownerAuth.run(await request.json<OwnerAuthCommand>()))
  }

  override alarm(): Promise<void> {
    return this.#ownerAuth.alarm()
  }
}

export class Desk extends DurableObject<Env> {
  readonly #siteRegistry = new RegistryObject({
    storage: this.ctx.storage,
    copies: kvSiteCopies(this.env.PERSONAS),
    log: consoleLog,
  })

  /** Takes a command from the owner's routes: no public address leads here. */
  override fetch(request: Request): Promise<Response> {
    return refusing(consoleLog, async () => this.#siteRegistry.run(await request.json<RegistryCommand>()))
  }

  override alarm(): Promise<void> {
    return this.#siteRegistry.alarm()
  }
}

let route: ((request: Request) => Promise<Response>) | undefined

export default {
  async fetch(request, env) {
    route ??= routerOf(env)
    return route(request)
  },
} satisfies ExportedHandler<Env>

function routerOf(env: Env): (request: Request) => Promise<Response> {
  const demoOrigins = env.DEMO_ORIGINS.split(/\s+/).filter(Boolean)
  const dependencies = {
    demoOrigins,
    sites: kvSites(env.PERSONAS, { demoOrigins }),
    tokens: hmacTokens(env.SESSION_KEYS ?? ''),
    throttles: {
      byAddress: counter(env.RATE_BY_ADDRESS, consoleLog),
      bySession: counter(env.RATE_BY_SESSION, consoleLog),
    },
    identities: provenBy(setting('IDENTITY_KEYS', env)),
    botCheck: turnstile({ secrets: setting('TURNSTILE_SECRETS', env), siteverify: siteverifyOf(env) }),
    ledgers: ledgersOf(teller(env)),
    transcriptSearches: transcriptSearchesOf(teller(env)),
    send: (sessionRequest: SessionRequest) => send(sessionRequest, env.SESSIONS),
    demoNotice: env.DEMO_NOTICE,
    ownerKey: env.OWNER_KEY ?? '',
    access: cloudflareAccess({ team: env.ACCESS_TEAM_DOMAIN, audience: env.ACCESS_AUD, reach: reachOf(env) }),
    ownerAuth: ownerAuthClient((command) =>
      env.GATES.getByName('owner').fetch('https://gate/', { method: 'POST', body: JSON.stringify(command) }),
    ),
    providers: () => providersOf(env),
    call,
    log: consoleLog,
  }
  return router({
    ...dependencies,
    front: frontRoutes({ ...dependencies, settings: env.PROVIDERS, setting: (name) => setting(name, env) }),
    programs: programRoutes({
      ...dependencies,
      call: callProvider,
      siteNames: () => kvSiteCopies(env.PERSONAS).names(),
    }),
    owner: ownerRoutes({
      ...dependencies,
      historyCopies: kvHistoryCopies(env.HISTORY),
      siteRegistry: siteRegistryClient((command) =>
        env.DESKS.getByName('owner').fetch('https://desk/', { method: 'POST', body: JSON.stringify(command) }),
      ),
      reach: reachOf(env),
      pinned: async () => (await env.ASSETS.fetch('https://assets/inglenook/embed.json')).json(),
    }),
  })
}

/** The secret is sent to this address, so only development may use another one, and only on this machine. */
const siteverifyOf = (env: Env): string =>
  reachOf(env) === 'local' && /^http:\/\/127\.0\.0\.1:\d+\//.test(env.TURNSTILE_SITEVERIFY)
    ? env.TURNSTILE_SITEVERIFY
    : SITEVERIFY

/** Every request can be sent again, so an object that is being moved or restarted is not an error but a reason to retry. */
async function send(sessionRequest: SessionRequest, sessions: Env['SESSIONS']): Promise<Response> {
  const { holder } = sessionRequest
  try {
    return await sessions.getByName(`${holder.site}:${holder.session}`).fetch('https://session/', {
      method: 'POST',
      body: JSON.stringify(sessionRequest),
    })
  } catch (error) {
    throw new Failure('session_unavailable', { retryAfterSeconds: 1, detail: errorText(error) })
  }
}

/** A session's alarm waits this long for a silent ledger or search index, and tries again later. */
const LEDGER_MILLISECONDS = 5_000

type Tell<Order> = (site: string, command: Order) => Promise<Response>

const ledgersOf =
  (tell: Tell<LedgerCommand>): SiteLedgers =>
  (site) =>
    isPreview(site) ? noLedger : ledgerClient((command) => tell(site, command))

const transcriptSearchesOf =
  (tell: Tell<SearchCommand>): TranscriptSearches =>
  (site) =>
    isPreview(site) ? noTranscriptSearch : transcriptSearchClient((command) => tell(site, command))

const teller =
  (env: Env): Tell<LedgerCommand | SearchCommand> =>
  (site, command) =>
    env.LEDGERS.getByName(site).fetch('https://ledger/', {
      method: 'POST',
      body: JSON.stringify(command),
      signal: AbortSignal.timeout(LEDGER_MILLISECONDS),
    })

let providers: readonly Provider[] | undefined

/** Read with the first question, so that a wrong configuration fails that turn and not the whole Worker. */
function providersOf(env: Env): readonly Provider[] {
  providers ??= readProviders({
    providers: env.PROVIDERS,
    baseUrl: env.OPENAI_BASE_URL,
    model: env.OPENAI_MODEL,
    prices: Reflect.get(env, 'OPENAI_PRICES'),
    reach: reachOf(env),
    secret: (name) => setting(name, env),
  })
  return providers
}

const reachOf = (env: Env): Reach => (env.LOCAL_UPSTREAMS === 'true' ? 'local' : 'public')

/** A variable or secret that the types of `env` do not declare; empty if there is none. */
function setting(name: string, env: Env): string {
  const value: unknown = Reflect.get(env, name)
  return typeof value === 'string' ? value : ''
}
