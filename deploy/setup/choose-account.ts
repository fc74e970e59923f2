import type { Account } from '../account.ts'
import type { Environment } from '../../demo/environment.ts'
import type { Questions } from './questions.ts'
import type { Step } from './steps.ts'
import { Trouble } from '../trouble.ts'
import { textOf, type WranglerToml } from '../wrangler-toml.ts'

interface Chosen {
  account: Account
  /** To be written to wrangler.toml, because somebody had to choose; null if nobody had to. */
  accountId: string | null
}

interface Choosing {
  accountOf: (id: string | null) => Account
  environment: Environment
  questions: Questions
  toml: WranglerToml
  step: Step
}

/** The account, from the environment, wrangler.toml, or the only one there is. */
export async function chooseAccount({ accountOf, environment, questions, toml, step }: Choosing): Promise<Chosen> {
  let chosen: Chosen | undefined
  await step('account', async () => {
    const all = await accountOf(null).accounts()
    const named = environment['CLOUDFLARE_ACCOUNT_ID'] || textOf(toml, 'account_id')
    const [first, ...others] = all
    if (named && all.length > 0 && !all.some(({ id }) => id === named)) {
      throw new Trouble(
        `The credentials are not for the account ${named}.`,
        'Correct CLOUDFLARE_ACCOUNT_ID or account_id in wrangler.toml, or sign in to that account (`npx wrangler login`).',
      )
    }
    if (!first && !named) {
      throw new Trouble(
        'No account could be listed with these credentials.',
        'Set CLOUDFLARE_ACCOUNT_ID: the dashboard shows it under “Workers & Pages”.',
      )
    }
    const id =
      named ||
      (others.length === 0 ? first?.id : undefined) ||
      (await questions.choice({
        variable: 'CLOUDFLARE_ACCOUNT_ID',
        message: 'Which account?',
        options: all.map(({ id, name }) => ({ value: id, label: name })),
      }))
    chosen = { account: accountOf(id), accountId: named || others.length === 0 ? null : id }
    return { did: `Account: ${all.find((account) => account.id === id)?.name ?? id}.` }
  })
  if (!chosen) throw new TypeError('A step that ends has chosen an account.')
  return chosen
}
