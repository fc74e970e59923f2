/** The owner’s key: created here, saved here, and never asked for if it is known. */
import { OWNER_KEY_CHARACTERS } from '../../protocol/sizes.ts'
import { makeOwnerKey } from '../../demo/secrets.ts'
import type { Environment } from '../../demo/environment.ts'
import type { Account } from '../account.ts'
import type { Answers } from './answers.ts'
import { deploymentFile, readDeployment, writeDeployment } from '../deployment-file.ts'
import type { Questions } from './questions.ts'
import type { Step } from './steps.ts'
import { Trouble } from '../trouble.ts'

interface Name {
  account: Account
  folder: string
  worker: string
  step: Step
}

/** @returns the names of the Worker's secrets; throws `Trouble` if the Worker belongs to another person. */
export async function seeName({ account, folder, worker, step }: Name): Promise<readonly string[]> {
  let there: readonly string[] = []
  await step('name', async () => {
    const secrets = await account.secretNames(worker)
    if (secrets === null) return { did: `The name \`${worker}\` is free.` }
    there = secrets
    if (secrets.includes('SESSION_KEYS') && secrets.includes('OWNER_KEY')) {
      return { already: `\`${worker}\` is an Inglenook Worker.` }
    }
    if ((await readDeployment(folder, worker))?.OWNER_KEY)
      return { did: `\`${worker}\` was started from here: continuing.` }
    throw new Trouble(
      `The account has another Worker called \`${worker}\`.`,
      'Choose another name (INGLENOOK_WORKER). If that Worker is not needed: `npx wrangler delete ' + worker + '`.',
    )
  })
  return there
}

interface Keys {
  folder: string
  worker: string
  questions: Questions
  environment: Environment
  /** Names of the Worker's secrets. */
  there: readonly string[]
  isNewOwnerKey: boolean
}

/** @returns the key that the owner provides; null if one is created or saved here. */
export async function askOwnerKey({
  folder,
  worker,
  questions,
  environment,
  there,
  isNewOwnerKey,
}: Keys): Promise<string | null> {
  const kept = (await readDeployment(folder, worker))?.OWNER_KEY
  if (isNewOwnerKey || (!environment['OWNER_KEY'] && (kept || !there.includes('OWNER_KEY')))) return null
  return questions.secret({
    variable: 'OWNER_KEY',
    message:
      'The Worker has an owner key that is not stored here. Paste it (or stop, and create a new one: `npm run setup -- --new-owner-key`)',
    isOptional: false,
    problem: (key) =>
      key.length >= OWNER_KEY_CHARACTERS && /^[\x21-\x7e]+$/.test(key)
        ? undefined
        : `At least ${OWNER_KEY_CHARACTERS} characters, and no spaces.`,
  })
}

/** Saved before it is set: nobody can read it back from Cloudflare. */
export async function keepOwnerKey({
  folder,
  worker,
  asked,
  isNewOwnerKey,
  answers: { site, origins },
  step,
}: Keys & { asked: string | null; answers: Answers; step: Step }): Promise<string> {
  const kept = (await readDeployment(folder, worker))?.OWNER_KEY
  const key = asked ?? ((isNewOwnerKey ? undefined : kept) || makeOwnerKey())
  await step('keys', async () => {
    await writeDeployment(folder, worker, {
      OWNER_KEY: key,
      INGLENOOK_SITE: site,
      INGLENOOK_ORIGINS: origins.join(' '),
    })
    const file = deploymentFile(folder, worker)
    return key === kept ? { already: `it is in ${file}.` } : { did: `It is in ${file}.` }
  })
  return key
}
