/** The Worker's entry, and the only file that sees `env`: here every part meets its partners. */
import { DurableObject } from 'cloudflare:workers'
import { Failure } from '../protocol/failure.ts'
import { hmacTokens } from './guard/token.ts'
import { consoleLog } from './log.ts'
import { refuse } from './refusal.ts'
import { router } from './router.ts'
import { kvHistories } from './session/history.ts'
import { SessionObject } from './session/object.ts'
import type { Errand } from './session/order.ts'
import { ledgerBehind, type LedgerOrder, type Ledgers } from './site/ledger.ts'
import { LedgerObject } from './site/ledger-object.ts'
import { kvSites } from './site/sites.ts'
import { chatCompletions } from './upstream/chat-completions.ts'
import type { Upstream } from './upstream/upstream.ts'

const OPENAI = 'https://api.openai.com/v1'

export class Session extends DurableObject<Env> {
  readonly #session: SessionObject

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    this.#session = new SessionObject({
      storage: context.storage,
      histories: kvHistories(env.HISTORY),
      ledgers: ledgersOf(env),
      // No provider has a price yet.
      quoteOf: ({ model }) => ({ provider: null, model, price: null }),
      upstream: upstreamOf(env),
      defaultModel: env.OPENAI_MODEL,
      log: consoleLog,
      restart: () => context.abort('storage could not be written'),
    })
  }

  /** Takes an errand from the router below, and only from there: no address leads here. */
  override async fetch(request: Request): Promise<Response> {
    try {
      return await this.#session.run(await request.json<Errand>())
    } catch (error) {
      if (!(error instanceof Failure)) consoleLog({ event: 'fault', code: 'internal', detail: String(error) })
      return refuse(error)
    }
  }

  override alarm(): Promise<void> {
    return this.#session.alarm()
  }
}

export class Ledger extends DurableObject<Env> {
  readonly #ledger: LedgerObject

  constructor(context: DurableObjectState, env: Env) {
    super(context, env)
    this.#ledger = new LedgerObject(context.storage)
  }

  /** Takes an order from the sessions' objects and the router: no address leads here. */
  override async fetch(request: Request): Promise<Response> {
    return this.#ledger.run(await request.json<LedgerOrder>())
  }

  override alarm(): Promise<void> {
    return this.#ledger.alarm()
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
  return router({
    sites: kvSites(env.PERSONAS, { demoOrigins: env.DEMO_ORIGINS.split(/\s+/).filter(Boolean) }),
    tokens: hmacTokens(env.SESSION_KEYS ?? ''),
    send: ({ holder, order }) =>
      env.SESSIONS.getByName(`${holder.site}:${holder.session}`).fetch('https://session/', {
        method: 'POST',
        body: JSON.stringify({ holder, order } satisfies Errand),
      }),
    demoNotice: env.DEMO_NOTICE,
    log: consoleLog,
  })
}

/** A session's alarm waits this long for a ledger that is silent, and comes again. */
const LEDGER_MILLISECONDS = 5_000

function ledgersOf(env: Env): Ledgers {
  return (site) =>
    ledgerBehind((order) =>
      env.LEDGERS.getByName(site).fetch('https://ledger/', {
        method: 'POST',
        body: JSON.stringify(order),
        signal: AbortSignal.timeout(LEDGER_MILLISECONDS),
      }),
    )
}

function upstreamOf({ OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: key }: Env): Upstream {
  if (!key && (!baseUrl || baseUrl === OPENAI)) return notConfigured
  return chatCompletions({ baseUrl: baseUrl || OPENAI, key: key ?? '' })
}

// oxlint-disable-next-line require-yield -- it is an upstream that has nothing to say
const notConfigured: Upstream = async function* () {
  throw new Failure('upstream_not_configured')
}
