import type { Environment } from '../demo/environment.ts'
import type { Account } from './account.ts'
import { buildTag } from './build-digest.ts'
import { readDeployment, writeDeployment } from './deployment-file.ts'
import type { Step } from './steps.ts'
import { Trouble } from './trouble.ts'

interface Deploying {
  account: Account
  folder: string
  environment: Environment
  version: string
  worker: string
  /** Whether the account has a Worker of this name that may be this build already. */
  isThere: boolean
  step: Step
}

/** @returns the Worker’s origin. */
export async function deployBuild({
  account,
  folder,
  environment,
  version,
  worker,
  isThere,
  step,
}: Deploying): Promise<string> {
  let url = ''
  await step('deploy', async () => {
    const tag = await buildTag(folder, version)
    url = originOf(environment['INGLENOOK_URL'] || (await readDeployment(folder, worker))?.INGLENOOK_URL)
    if (url && isThere && (await account.deployedTag(worker)) === tag) return { already: `${url} runs ${tag}.` }
    const { targets, facts } = await account.deploy(tag)
    url = originOf(environment['INGLENOOK_URL'] || targets[0])
    if (!url) {
      throw new Trouble(
        'It is deployed, but nothing leads to it: neither workers.dev nor a route.',
        'Give it a route or a custom domain (docs/deploy.md), set INGLENOOK_URL to that address, and run this again.',
      )
    }
    await writeDeployment(folder, worker, { INGLENOOK_URL: url })
    return { did: [`${url} runs ${tag}.`, ...facts].join('\n     ') }
  })
  return url
}

/** Wrangler tells `https://chat.acme.workers.dev`, `chat.acme.example (custom domain)` or `acme.example/chat/*`. */
export function originOf(target = ''): string {
  const [address = ''] = target.split(' ')
  return URL.parse(/^https?:/.test(address) ? address : `https://${address}`)?.origin ?? ''
}
