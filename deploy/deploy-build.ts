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
    const running = isThere ? await account.deployedTag(worker) : null
    if (url && running === tag) return { already: `${url} runs ${tag}.` }
    // After the tag, which is of this build alone: with the same build once more, nothing that is kept is lost.
    const kept =
      environment['INGLENOOK_WITHOUT_EARLIER'] || !isThere ? [] : await keep({ folder, worker, url, running })
    const { targets, facts } = await account.deploy(tag)
    url = originOf(environment['INGLENOOK_URL'] || targets[0])
    if (!url) {
      throw new Trouble(
        'It is deployed, but nothing leads to it: neither workers.dev nor a route.',
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
  /** The tag of what is live; null where nothing of ours is, or what `npm run deploy` has sent. */
  running: string | null
}

/** What pages have pinned of earlier releases goes with the next one. @returns what is to be said of it. */
async function keep({ folder, worker, url, running }: Keeping): Promise<string[]> {
  if (!url) {
    // Secrets make an empty Worker: without a tag it may be no more than that.
    if (running === null) return []
    throw new Trouble(
      `${worker} is live already, and its address is not known here: what pages have pinned of it could not be kept.`,
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
    said.push(`No earlier release answers at ${url}: there is nothing to keep.`)
  }
  return said
}

/** Wrangler tells `https://chat.acme.workers.dev`, `chat.acme.example (custom domain)` or `acme.example/chat/*`. */
export function originOf(target = ''): string {
  const [address = ''] = target.split(' ')
  return URL.parse(/^https?:/.test(address) ? address : `https://${address}`)?.origin ?? ''
}
