/** A whole deployment, from the account to the first answer. Every step first checks whether it is already done. */
import { ownerApi } from '../../build/sites/owner-api.ts'
import type { Environment } from '../../demo/environment.ts'
import { field } from '../../protocol/record.ts'
import type { Account } from '../account.ts'
import { pageOrigin } from './answers.ts'
import { askAnswers, knownAnswers } from './ask-answers.ts'
import { chooseAccount } from './choose-account.ts'
import { deployBuild } from '../deploy-build.ts'
import { deploymentFile } from '../deployment-file.ts'
import { makeSite } from './first-site.ts'
import { firstTurn } from './first-turn.ts'
import { healthProblem, type Patience } from '../doctor/health.ts'
import { makeNamespaces } from '../namespaces.ts'
import { askOwnerKey, keepOwnerKey, seeName } from './owner-key.ts'
import { plan } from './plan.ts'
import type { Questions } from './questions.ts'
import { ownerTrouble } from '../owner-trouble.ts'
import { stepsIn, type Done } from './steps.ts'
import { Trouble } from '../trouble.ts'
import { askProviderSecrets, setSecrets } from '../worker-secrets.ts'
import { change, readWranglerToml, variable } from '../wrangler-toml.ts'

export interface Partners {
  /** Where wrangler.toml and dist/ are. */
  folder: string
  environment: Environment
  questions: Questions
  /** The account with this id; null: whichever the credentials are for. */
  accountOf: (id: string | null) => Account
  build: () => Promise<Done>
  /** From package.json. */
  version: string
  say: (line: string) => void
  patience: Patience
  /** If the owner key is lost, a new one replaces it. */
  isNewOwnerKey: boolean
}

/** Asks nobody, changes nothing and calls nobody. */
export async function dryRun({
  folder,
  environment,
  say,
}: Pick<Partners, 'folder' | 'environment' | 'say'>): Promise<void> {
  const toml = await readWranglerToml(folder)
  for (const line of plan({ folder, toml, answers: await knownAnswers(folder, toml, environment) })) say(line)
}

/** @throws Trouble; what was done until then stays, and the next run finds it. */
export async function setUp(partners: Partners): Promise<void> {
  const { folder, questions, patience, isNewOwnerKey, environment } = partners
  const step = stepsIn(partners.say)
  const toml = await readWranglerToml(folder)
  const answers = await askAnswers({ folder, toml, questions })
  const { worker, site, origins, baseUrl, model } = answers

  const { account, accountId } = await chooseAccount({ ...partners, toml, step })
  const there = await seeName({ account, folder, worker, step })
  const keys = { folder, worker, questions, environment, there, isNewOwnerKey }
  // Everything that is still missing is asked for before anything is changed.
  const asked = await askOwnerKey(keys)
  const given = await askProviderSecrets({ questions, toml, baseUrl, there })

  const ownerKey = await keepOwnerKey({ ...keys, asked, answers, step })
  const namespaces = await makeNamespaces({ account, toml, worker, step })
  await step('toml', async () => {
    const isWritten = await change(folder, {
      name: worker,
      ...(accountId !== null && { account_id: accountId }),
      namespaces,
      // Several providers are configured by hand, and take precedence over these two.
      ...(variable(toml, 'PROVIDERS') === '' && { vars: { OPENAI_BASE_URL: baseUrl, OPENAI_MODEL: model } }),
    })
    return isWritten ? { did: 'Written.' } : { already: 'all lines are in it.' }
  })
  await setSecrets({ account, folder, worker, there, ownerKey, isNewOwnerKey, given, step })
  await step('build', partners.build)
  const url = await deployBuild({ ...partners, account, worker, isThere: there.length > 0, step })

  await step('health', async () => {
    const problem = await healthProblem(url, patience)
    if (problem === null) return { did: `${url}/healthz reports no problem.` }
    throw new Trouble(
      problem,
      'A new address takes a few minutes to work. Then run this again. Otherwise check `npx wrangler tail` while you open the address, and the Worker’s page in the dashboard.',
    )
  })
  const ask = ownerApi(url, ownerKey)
  await step('site', async () => {
    const did = await makeSite(ask, site, origins).catch((error: unknown) => {
      throw ownerTrouble(error, deploymentFile(folder, worker))
    })
    return did === null ? { already: `\`${site}\` allows ${origins.join(', ')}.` } : { did }
  })
  await step('turn', () => firstTurn(ask, { url, site, origin: pageOrigin(origins[0] ?? '') }, patience))

  const code = await ask('makeSignInCode', {}).then(
    (made) => field(made, 'code'),
    () => null,
  )
  for (const line of summary({ url, site, code, keyFile: deploymentFile(folder, worker) })) partners.say(line)
}

interface Summary {
  url: string
  site: string
  /** Null if the Worker returns none. */
  code: unknown
  keyFile: string
}

const summary = ({ url, site, code, keyFile }: Summary): string[] => [
  '',
  '  Paste this into your pages, anywhere in <head> or <body>:',
  '',
  `  <script async src="${url}/inglenook.js" data-site="${site}"></script>`,
  '',
  ...(typeof code === 'string'
    ? [
        `  Console    ${url}/console/#code=${code}`,
        '             signs you in once, within 10 minutes; after that, the owner key does',
      ]
    : [`  Console    ${url}/console/, with the owner key`]),
  `  Owner key  OWNER_KEY in ${keyFile}, which git ignores: keep a copy where you keep passwords`,
  '  Next       `npm run doctor` shows what is missing or unsafe; `npm run deploy` deploys later versions',
  '',
]
