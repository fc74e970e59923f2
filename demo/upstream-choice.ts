/** The demonstration's upstream: what the engineer configured, else a model server on this machine, else our own. */
import { CannotStart } from './cannot-start.ts'
import type { LocalServer } from './local-server.ts'
import { DEMO_MODEL } from './upstream.ts'
import type { Upstream } from './upstream.ts'

export interface UpstreamChoice {
  /** Variables for the Worker. Others keep their value in wrangler.toml. */
  bindings: Record<string, string>
  /** For the engineer: which upstream answers. Never contains a key. */
  description: string
  /** For the visitor, shown in the panel; empty if there is nothing to say. */
  notice: string
  stop: () => Promise<void>
}

interface Partners {
  findLocalServer: () => Promise<LocalServer | undefined>
  startUpstream: () => Promise<Upstream>
}

const NOTICE =
  '内置演示模型；设置 OPENAI_API_KEY 即可接入真模型。\nBuilt-in demo model: set OPENAI_API_KEY for a real one.'

export async function chooseUpstream(variables: Record<string, string>, partners: Partners): Promise<UpstreamChoice> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL, PROVIDERS } = variables
  // They take precedence over the three variables in the Worker too. Their secrets are in .dev.vars.
  if (PROVIDERS) {
    return { bindings: { PROVIDERS }, description: 'the providers in PROVIDERS', notice: '', stop: async () => {} }
  }
  const ownModel: Record<string, string> = OPENAI_MODEL ? { OPENAI_MODEL } : {}
  if (OPENAI_API_KEY || OPENAI_BASE_URL) {
    const place = OPENAI_BASE_URL ? withoutSecrets(OPENAI_BASE_URL) : 'the provider in wrangler.toml'
    return {
      bindings: { ...ownModel, ...(OPENAI_API_KEY && { OPENAI_API_KEY }), ...(OPENAI_BASE_URL && { OPENAI_BASE_URL }) },
      description: `${OPENAI_MODEL ?? 'the model in wrangler.toml'} at ${place}${OPENAI_API_KEY ? '' : ', without a key'}`,
      notice: '',
      stop: async () => {},
    }
  }

  const local = await partners.findLocalServer()
  if (local) {
    const model = OPENAI_MODEL ?? local.model
    return {
      bindings: { OPENAI_BASE_URL: local.baseUrl, OPENAI_MODEL: model },
      description: `${model} at ${local.baseUrl} (${local.name} on this machine)`,
      notice: '',
      stop: async () => {},
    }
  }

  const embedded = await partners.startUpstream()
  return {
    bindings: { OPENAI_BASE_URL: embedded.url, OPENAI_MODEL: DEMO_MODEL },
    description: 'the built-in demo model, which knows only a few answers (set OPENAI_API_KEY for a real one)',
    notice: NOTICE,
    stop: embedded.stop,
  }
}

/** The address without anything that may be a password or a key. */
function withoutSecrets(address: string): string {
  if (!/^https?:/.test(address) || !URL.canParse(address)) {
    throw new CannotStart(
      'OPENAI_BASE_URL must be an address that starts with http:// or https://, and usually ends in /v1.',
    )
  }
  const { origin, pathname } = new URL(address)
  return origin + pathname
}
