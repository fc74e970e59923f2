import path from 'node:path'
import type { Environment } from '../demo/environment.ts'
import type { Account } from './account.ts'
import { buildTag } from './release/build-digest.ts'
import { readDeployment, writeDeployment } from './deployment-file.ts'
import { keepEarlier, WITHOUT } from './release/earlier-files.ts'
import type { Step } from './setup/steps.ts'
import { Trouble } from './trouble.ts'

interface Deploying {
  account: Account
  folder: string
  environment: Environment
  version: string
  worker: string
  /** Whether the account has a Worker of this name that may already be this build. */
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
    const running = isThere ? await account.deployedTag(worker) : null
    if (url && running === tag) return { already: `${url} runs ${tag}.` }
    // After the tag, which identifies this build alone: deploying the same build again loses no earlier files.
    const kept =
      environment['INGLENOOK_WITHOUT_EARLIER'] || !isThere ? [] : await keep({ folder, worker, url, running })
    const { targets, facts } = await account.deploy(tag)
    url = originOf(environment['INGLENOOK_URL'] || targets[0])
    if (!url) {
      throw new Trouble(
        'The Worker is deployed, but it has no address: neither workers.dev nor a route.',
        'Give it a route or a custom domain (docs/deploy.md), set INGLENOOK_URL to that address, and run this again.',
      )
    }
    await writeDeployment(folder, worker, { INGLENOOK_URL: url })
    return { did: [`${url} runs ${tag}.`, ...kept, ...facts].join('\n     ') }
  })
  return url
}

interface Keeping {
  folder: string
  worker: string
  url: string
  /** The tag of the live version; null if the live version is not one of these, or if `npm run deploy` sent it. */
  running: string | null
}

/** Adds the files of earlier releases that pages have pinned to the next one. @returns a sentence about it. */
async function keep({ folder, worker, url, running }: Keeping): Promise<string[]> {
  if (!url) {
    // Setting secrets creates an empty Worker: without a tag it may be only that.
    if (running === null) return []
    throw new Trouble(
      `${worker} is already live, but its address is not known here, so files that pages have pinned could not be kept.`,
      `Set INGLENOOK_URL to its address. ${WITHOUT}`,
    )
  }
  const said: string[] = []
  try {
    await keepEarlier({
      live: url,
      assets: path.join(folder, 'dist/assets'),
      today: new Date().toISOString().slice(0, 10),
      say: (line) => said.push(line),
    })
  } catch (error) {
    if (running !== null || !(error instanceof Trouble)) throw error
    said.push(`No earlier release answers at ${url}, so there is nothing to keep.`)
  }
  return said
}

/** Wrangler reports `https://chat.acme.workers.dev`, `chat.acme.example (custom domain)` or `acme.example/chat/*`. */
export function originOf(target = ''): string {
  const [address = ''] = target.split(' ')
  return URL.parse(/^https?:/.test(address) ? address : `https://${address}`)?.origin ?? ''
}
