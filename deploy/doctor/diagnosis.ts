/** Everything that `npm run doctor` checks, and which of it must be in order before a deploy. It changes nothing. */
import { ownerApi, Refused } from '../../build/sites/owner-api.ts'
import type { Account } from '../account.ts'
import { checkSecrets } from './checks/account-secrets.ts'
import { checkConfiguration } from './checks/configuration.ts'
import { checkHealth, checkKey, checkStrength, checkVersion } from './checks/deployed.ts'
import { checkBuild, checkKept, checkLocalKey } from './checks/files.ts'
import { hint, wrong, type Finding } from './checks/finding.ts'
import { readNeeds } from './checks/needs.ts'
import { checkSites } from './checks/sites.ts'
import { readWranglerToml, textOf } from '../wrangler-toml.ts'

interface Here {
  folder: string
  today: Date
}

/** What can be checked offline. Throws `Trouble` if wrangler.toml cannot be read. */
export async function diagnoseHere({ folder, today }: Here): Promise<Finding[]> {
  const toml = await readWranglerToml(folder)
  return [
    ...checkConfiguration(toml, await readNeeds(), today),
    await checkBuild(folder),
    ...(await checkKept(folder, textOf(toml, 'name'))),
    await checkLocalKey(folder),
  ]
}

interface There {
  folder: string
  /** The Worker's; empty if it is unknown. */
  url: string
  ownerKey: string
  /** Null if it is not to be checked. */
  account: Account | null
}

export async function diagnoseThere({ folder, url, ownerKey, account }: There): Promise<Finding[]> {
  const secrets = account ? [await checkSecrets(account, await readWranglerToml(folder))] : []
  if (!url)
    return [...secrets, hint('health', 'the Worker’s address is not known.', '`npm run setup`, or INGLENOOK_URL')]
  const health = await checkHealth(url)
  if (health.sign === 'wrong') return [...secrets, health]
  const outside = [...secrets, health, await checkVersion(url, folder)]
  if (!ownerKey)
    return [
      ...outside,
      hint('sites', 'they were not checked: there is no owner key here.', 'OWNER_KEY in the environment'),
    ]
  const ask = ownerApi(url, ownerKey)
  const key = await checkKey(ask)
  if (key.sign === 'wrong') return [...outside, key]
  return [...outside, key, checkStrength(ownerKey), ...(await checkSites(ask).catch(refused))]
}

function refused(error: unknown): Finding[] {
  if (!(error instanceof Refused)) throw error
  return [wrong('sites', `${error.code}: ${error.message}`, '`npx wrangler tail` while you run this again')]
}
