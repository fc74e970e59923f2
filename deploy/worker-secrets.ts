/** The Worker's secrets. They only go to wrangler’s stdin, and are never printed. */
import { makeSessionKey } from '../demo/secrets.ts'
import { field, isRecord } from '../protocol/record.ts'
import type { Account } from './account.ts'
import { OPENAI, PROBLEMS } from './setup/answers.ts'
import { markOf, readDeployment, writeDeployment } from './deployment-file.ts'
import type { Questions } from './setup/questions.ts'
import type { Step } from './setup/steps.ts'
import { Trouble } from './trouble.ts'
import { variable, type WranglerToml } from './wrangler-toml.ts'

export type Secrets = Readonly<Record<string, string>>

const PROVIDER_KEY = 'OPENAI_API_KEY'
/** Wrangler does not deploy a Worker without that secret, even if the provider needs none. */
const NO_KEY = 'none'

interface Asking {
  questions: Questions
  toml: WranglerToml
  baseUrl: string
  /** Names of the Worker's secrets. */
  there: readonly string[]
}

/** @returns the providers’ keys that were given; existing ones that were not given again stay. */
export async function askProviderSecrets({ questions, toml, baseUrl, there }: Asking): Promise<Secrets> {
  const several = secretsOf(variable(toml, 'PROVIDERS'))
  const given: Record<string, string> = {}
  for (const name of several ?? [PROVIDER_KEY]) {
    const isKept = there.includes(name)
    const isNeeded = several !== null || baseUrl === OPENAI
    const key = await questions.secret({
      variable: name,
      message: isKept
        ? `${name}: the Worker has one. Type a new one, or press Enter to keep it`
        : `${name}: the provider’s key. It is not shown${isNeeded ? '' : '; press Enter if it needs none'}`,
      isOptional: isKept || !isNeeded,
      problem: PROBLEMS.key,
    })
    if (key) given[name] = key
  }
  if (!given[PROVIDER_KEY] && !there.includes(PROVIDER_KEY)) given[PROVIDER_KEY] = NO_KEY
  return given
}

/** Names of the secrets in the list of providers; null without a list. */
export function secretsOf(providers: string): string[] | null {
  if (providers.trim() === '') return null
  try {
    const list: unknown = JSON.parse(providers)
    const names = Array.isArray(list)
      ? list.filter(isRecord).flatMap((provider) => [field(provider, 'secret'), field(provider, 'gatewaySecret')])
      : []
    return [...new Set(names.filter((name) => typeof name === 'string'))]
  } catch {
    throw new Trouble('PROVIDERS in wrangler.toml is not valid JSON.', 'Fix it: the comment above it shows its shape.')
  }
}

interface Setting {
  account: Account
  folder: string
  worker: string
  there: readonly string[]
  ownerKey: string
  isNewOwnerKey: boolean
  given: Secrets
  step: Step
}

export async function setSecrets({
  account,
  folder,
  worker,
  there,
  ownerKey,
  isNewOwnerKey,
  given,
  step,
}: Setting): Promise<void> {
  await step('secrets', async () => {
    const before = (await readDeployment(folder, worker))?.PROVIDER_KEY_MARK
    const mark = markOf(JSON.stringify(given), ownerKey)
    const isSame = mark === before && Object.keys(given).every((name) => there.includes(name))
    const secrets: Secrets = {
      ...(!there.includes('SESSION_KEYS') && { SESSION_KEYS: makeSessionKey() }),
      ...((isNewOwnerKey || !there.includes('OWNER_KEY')) && { OWNER_KEY: ownerKey }),
      ...(!isSame && given),
    }
    const names = Object.keys(secrets)
    if (names.length === 0) return { already: `it has ${there.join(', ')}.` }
    await account.setSecrets(worker, secrets)
    if (!isSame) await writeDeployment(folder, worker, { PROVIDER_KEY_MARK: mark })
    return { did: `Set ${names.join(', ')}.` }
  })
}
