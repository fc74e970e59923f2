import { field } from '../../../protocol/record.ts'
import type { Account } from '../../account.ts'
import { Trouble } from '../../trouble.ts'
import { secretsOf } from '../../worker-secrets.ts'
import { textOf, variable, type WranglerToml } from '../../wrangler-toml.ts'
import { hint, well, wrong, type Finding } from './finding.ts'

/** Whether the account’s Worker has the secrets that it needs. */
export async function checkSecrets(account: Account, toml: WranglerToml): Promise<Finding> {
  const worker = textOf(toml, 'name')
  try {
    const there = await account.secretNames(worker)
    if (there === null) return hint('secrets', `the account has no Worker called \`${worker}\`.`, '`npm run setup`')
    const required = field(toml.values['secrets'], 'required')
    const wanted = [
      ...(Array.isArray(required) ? required.map(String) : []),
      ...(secretsOf(variable(toml, 'PROVIDERS')) ?? []),
    ]
    const missing = wanted.filter((name) => !there.includes(name))
    if (missing.length > 0) return wrong('secrets', `the Worker lacks ${missing.join(', ')}.`, '`npm run setup`')
    return well('secrets', `the Worker has ${there.join(', ')}.`)
  } catch (error) {
    if (!(error instanceof Trouble)) throw error
    return hint('secrets', `the account was not checked (${error.message})`, error.remedy)
  }
}
