/**
 * `npm run doctor`: what is configured, missing, out of date or unsafe, one line each, with what to do about it. INGLENOOK_URL
 * and OWNER_KEY are the Worker’s; by default those that `npm run setup` saved, and for a Worker on this machine those of
 * `npm start`. `-- --json` prints findings as JSON, `-- --local` only checks files. Exits with 1 if something must be fixed.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs, parseEnv } from 'node:util'
import { wranglerAccount } from '../account.ts'
import { line } from './checks/finding.ts'
import { readDeployment, type Deployment } from '../deployment-file.ts'
import { diagnoseHere, diagnoseThere } from './diagnosis.ts'
import { Trouble } from '../trouble.ts'
import { wranglerIn } from '../wrangler.ts'
import { readWranglerToml, textOf } from '../wrangler-toml.ts'

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean', default: false }, local: { type: 'boolean', default: false } },
  })
  const folder = process.cwd()
  const environment = process.env
  const toml = await readWranglerToml(folder)
  const kept: Deployment = (await readDeployment(folder, textOf(toml, 'name'))) ?? {}
  const url = (environment['INGLENOOK_URL'] || kept.INGLENOOK_URL || '').replace(/\/+$/, '')
  const ownerKey =
    environment['OWNER_KEY'] || (url === kept.INGLENOOK_URL && kept.OWNER_KEY) || (await localKey(folder))
  const accountId = environment['CLOUDFLARE_ACCOUNT_ID'] || textOf(toml, 'account_id')
  const findings = [
    ...(await diagnoseHere({ folder, today: new Date() })),
    ...(values.local
      ? []
      : await diagnoseThere({
          folder,
          url,
          ownerKey,
          // If nothing was deployed from here, this can be said without signing in.
          account:
            kept.OWNER_KEY || environment['CLOUDFLARE_API_TOKEN']
              ? wranglerAccount(
                  wranglerIn({
                    folder,
                    environment: { ...environment, ...(accountId && { CLOUDFLARE_ACCOUNT_ID: accountId }) },
                  }),
                )
              : null,
        })),
  ]
  const bad = findings.filter(({ sign }) => sign === 'wrong').length
  if (values.json) console.log(JSON.stringify({ findings }, null, 2))
  else {
    for (const finding of findings) console.log(line(finding))
    console.log(bad === 0 ? '\nNothing to fix.' : `\n${bad} to fix.`)
  }
  if (bad > 0) process.exitCode = 1
}

/** The key of `npm start`: from .dev.vars, or the one it saves if there is none. */
async function localKey(folder: string): Promise<string> {
  const vars = parseEnv(await readFile(path.join(folder, '.dev.vars'), 'utf8').catch(() => ''))
  if (vars['OWNER_KEY']) return vars['OWNER_KEY']
  const state = path.resolve(folder, process.env['INGLENOOK_STATE'] || '.inglenook')
  return (await readFile(path.join(state, 'owner-key'), 'utf8').catch(() => '')).trim()
}

try {
  await run()
} catch (error) {
  const isOption = error instanceof TypeError && String(Reflect.get(error, 'code')).startsWith('ERR_PARSE_ARGS')
  if (error instanceof Trouble) console.error(`✘ ${error.message} → ${error.remedy}`)
  else console.error(isOption ? error.message : error)
  process.exitCode = 1
}
