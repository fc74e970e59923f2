import { version } from '../package.json'
import type { AnswerOf } from '../protocol/api/address.ts'
import { FRONT } from '../protocol/api/visitors.ts'
import { OWNER_KEY_CHARACTERS } from '../protocol/sizes.ts'
import { isRecord } from '../protocol/record.ts'
import type { Tokens } from './auth/token.ts'
import { answer, type Routes } from './http/routes.ts'
import { dialectOf } from './providers/dialects.ts'
import type { Provider } from './providers/provider-list.ts'

interface Dependencies {
  /** The value of a variable or secret; empty if it is not set. */
  setting(name: string): string
  /** The variable PROVIDERS, as text or as JSON. */
  settings: unknown
  /** @throws when the providers' configuration is invalid. */
  providers(): readonly Provider[]
  /** `digest` throws when the keys are invalid. */
  tokens: Pick<Tokens, 'digest'>
}

const HOME = `Inglenook is at work here. To put its chat on a page, paste:

<script async src="ORIGIN/inglenook.js" data-site="demo"></script>
`

/** What the Worker tells anybody about itself. */
export function frontRoutes({ setting, settings, providers, tokens }: Dependencies): Routes<typeof FRONT> {
  return {
    frontPage: ({ request }) => new Response(HOME.replace('ORIGIN', new URL(request.url).origin)),

    /**
     * For a monitor: 200 `{ok: true, version}` when everything is set that a question needs. Otherwise 503 with `ok: false`,
     * `missing` (what is not set) and `wrong` (what is set but invalid). Names only. Nothing is stored and no provider is called:
     * the console's check tests that.
     */
    async health() {
      const told = typeof settings === 'string' ? settings.trim() : settings
      const found = read(providers)
      // A provider on this machine needs no key.
      const isLocal = found?.every(({ dialect }) => dialect === dialectOf('local'))
      const needed = ['SESSION_KEYS', 'OWNER_KEY', ...(told ? secretsOf(told) : isLocal ? [] : ['OPENAI_API_KEY'])]
      const missing = needed.filter((name) => setting(name) === '')
      const wrong = [
        ...((await fails(tokens.digest('healthz '))) ? ['SESSION_KEYS'] : []),
        ...(found === null ? [told ? 'PROVIDERS' : 'OPENAI_BASE_URL'] : []),
        ...(setting('OWNER_KEY').length < OWNER_KEY_CHARACTERS ? ['OWNER_KEY'] : []),
      ].filter((name) => !missing.includes(name))
      const ok = missing.length + wrong.length === 0
      if (ok) return answer(FRONT.health, { ok, version })
      return Response.json({ ok, version, missing, wrong } satisfies AnswerOf<typeof FRONT.health>, { status: 503 })
    },
  }
}

/** The secrets that the providers name. */
function secretsOf(told: unknown): string[] {
  const all = typeof told === 'string' ? read((): unknown => JSON.parse(told)) : told
  if (!Array.isArray(all)) return []
  const names = all.filter(isRecord).flatMap(({ secret, gatewaySecret }) => [secret, gatewaySecret])
  return [...new Set(names.filter((name) => typeof name === 'string'))]
}

function read<Value>(run: () => Value): Value | null {
  try {
    return run()
  } catch {
    return null
  }
}

const fails = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => false,
    () => true,
  )
