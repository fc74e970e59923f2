/** wrangler.toml compared with what the code needs and what is safe: all of it can be checked offline. */
import { Failure } from '../../../protocol/failure.ts'
import { field, isRecord } from '../../../protocol/record.ts'
import { readProviders } from '../../../worker/providers/provider-list.ts'
import { PROBLEMS } from '../../setup/answers.ts'
import { KV_BINDINGS, namespaceId, tables, textOf, variable, type WranglerToml } from '../../wrangler-toml.ts'
import { hint, well, wrong, type Finding } from './finding.ts'
import type { Needs } from './needs.ts'

/** From this date on, pending I/O keeps a Durable Object alive when nobody listens: wrangler.toml says more. */
const OLDEST_DATE = '2026-10-01'
/** We have not tested what Cloudflare has changed since then. */
const OLD_DAYS = 365
const RESTORE = 'compare with `git diff wrangler.toml`; restore the original lines with `git checkout -p wrangler.toml`'

export function checkConfiguration(toml: WranglerToml, needs: Needs, today: Date): Finding[] {
  return [
    nameOf(toml),
    bindingsOf(toml, needs),
    migrationsOf(toml, needs),
    namespacesOf(toml),
    dateOf(toml, today),
    developmentOf(toml),
    providerOf(toml),
    accessOf(toml),
  ]
}

function nameOf(toml: WranglerToml): Finding {
  const problem = PROBLEMS.worker(textOf(toml, 'name'))
  if (problem === undefined) return well('name', `the Worker is called \`${textOf(toml, 'name')}\`.`)
  return wrong('name', `this is not a name for a Worker. ${problem}`, '`name` in wrangler.toml')
}

function bindingsOf(toml: WranglerToml, { namespaces, rates, assets, objects, texts }: Needs): Finding {
  const { values } = toml
  const names = (list: string, key: string) => tables(toml, list).map((table) => table[key])
  const required = field(values['secrets'], 'required')
  const told = [
    ...Object.keys(isRecord(values['vars']) ? values['vars'] : {}),
    ...(Array.isArray(required) ? required : []),
  ]
  const lacks = (wanted: readonly string[], there: readonly unknown[]) => wanted.filter((name) => !there.includes(name))
  const classes = tables(toml, 'durable_objects.bindings')
  const missing = [
    ...lacks(namespaces, names('kv_namespaces', 'binding')),
    ...lacks(rates, names('ratelimits', 'name')),
    ...lacks(assets, [field(values['assets'], 'binding')]),
    ...[...objects].flatMap(([name, className]) =>
      classes.some((table) => table['name'] === name && table['class_name'] === className) ? [] : [name],
    ),
    ...lacks(texts, told),
  ]
  if (missing.length === 0) return well('bindings', 'wrangler.toml has all that the code needs.')
  return wrong('bindings', `wrangler.toml lacks ${missing.join(', ')}.`, RESTORE)
}

function migrationsOf(toml: WranglerToml, { objects }: Needs): Finding {
  const made = new Set(tables(toml, 'migrations').flatMap((table) => table['new_sqlite_classes']))
  const missing = [...objects.values()].filter((className) => !made.has(className))
  if (missing.length === 0) return well('migrations', 'every Durable Object has its own.')
  return wrong('migrations', `no migration creates ${missing.join(', ')} with SQLite.`, RESTORE)
}

function namespacesOf(toml: WranglerToml): Finding {
  const ids = KV_BINDINGS.map((binding) => namespaceId(toml, binding))
  const odd = KV_BINDINGS.filter((_binding, index) => ids[index] !== '' && !/^[0-9a-f]{32}$/.test(ids[index] ?? ''))
  if (odd.length > 0) {
    return wrong('KV', `the id of ${odd.join(' and ')} is a placeholder.`, 'delete the line and run `npm run setup`')
  }
  if (ids[0] !== '' && ids[0] === ids[1]) {
    return wrong('KV', 'transcripts and personas share one namespace.', 'delete one id and run `npm run setup`')
  }
  if (ids.includes(''))
    return hint('KV', 'the namespaces have no ids yet.', '`npm run setup` creates them; `npm run deploy` does too')
  return well('KV', 'both namespaces have ids.')
}

function dateOf(toml: WranglerToml, today: Date): Finding {
  const date = textOf(toml, 'compatibility_date')
  const remedy = `\`compatibility_date\` in wrangler.toml, ${OLDEST_DATE} or later`
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return wrong('compatibility date', 'there is none.', remedy)
  if (date < OLDEST_DATE)
    return wrong('compatibility date', `with ${date}, an answer ends when its visitor disconnects.`, remedy)
  if (date > today.toISOString().slice(0, 10)) return wrong('compatibility date', `${date} is in the future.`, remedy)
  const days = (today.getTime() - Date.parse(date)) / 86_400_000
  if (days > OLD_DAYS) {
    return hint(
      'compatibility date',
      `${date} is over a year ago.`,
      'a later date, after `npm test` with it; or a newer Inglenook',
    )
  }
  return well('compatibility date', date)
}

/** Variables that `npm start` and tests fill in, and a deployed Worker leaves empty. */
function developmentOf(toml: WranglerToml): Finding {
  const names = ['LOCAL_UPSTREAMS', 'DEMO_ORIGINS', 'DEMO_NOTICE', 'TURNSTILE_SITEVERIFY']
  const set = names.filter((name) => variable(toml, name) !== '')
  if (set.length === 0) return well('development', 'nothing that is only for development is set.')
  return wrong(
    'development',
    `${set.join(', ')} ${set.length > 1 ? 'are' : 'is'} only for development.`,
    'empty in wrangler.toml, `[vars]`',
  )
}

function providerOf(toml: WranglerToml): Finding {
  try {
    const providers = readProviders({
      providers: variable(toml, 'PROVIDERS'),
      baseUrl: variable(toml, 'OPENAI_BASE_URL'),
      model: variable(toml, 'OPENAI_MODEL'),
      prices: variable(toml, 'OPENAI_PRICES'),
      reach: 'public',
      // The account knows which of them are set.
      secret: () => 'set',
    })
    return well('provider', providers.map(({ name, model, baseUrl }) => `${name}: ${model} at ${baseUrl}`).join('; '))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return wrong('provider', `${error.detail ?? 'cannot be read'}.`, '`[vars]` in wrangler.toml, or `npm run setup`')
  }
}

function accessOf(toml: WranglerToml): Finding {
  const [team, audience] = [variable(toml, 'ACCESS_TEAM_DOMAIN'), variable(toml, 'ACCESS_AUD')]
  if (team && audience) return well('console', 'it is protected by Cloudflare Access.')
  if (team || audience) {
    return wrong(
      'console',
      'only one of the two variables for Cloudflare Access is set.',
      'ACCESS_TEAM_DOMAIN and ACCESS_AUD in wrangler.toml',
    )
  }
  return hint('console', 'it is protected by the owner key alone.', 'Cloudflare Access, if you like: docs/deploy.md')
}
