/** What `npm run setup -- --dry-run` prints: every step, and what it would do with what is known now. */
import { pageOrigin, type Answers } from './answers.ts'
import { deploymentFile } from '../deployment-file.ts'
import { KV_BINDINGS, namespaceId, textOf, variable, type WranglerToml } from '../wrangler-toml.ts'
import { namespaceTitle, STEPS } from './steps.ts'

interface Known {
  folder: string
  toml: WranglerToml
  answers: Answers
}

export function plan({ folder, toml, answers }: Known): string[] {
  const { worker, model, baseUrl } = answers
  const site = answers.site || '<site>'
  const origins = answers.origins.length > 0 ? answers.origins : ['<your origin>']
  const several = variable(toml, 'PROVIDERS') !== ''
  const unmade = KV_BINDINGS.filter((binding) => !namespaceId(toml, binding))
  const titles = unmade.map((binding) => namespaceTitle(worker, binding))
  const lines = [
    ...(textOf(toml, 'name') === worker ? [] : [`name = "${worker}"`]),
    ...unmade.map((binding) => `id of ${binding}`),
    ...(several || (variable(toml, 'OPENAI_BASE_URL') === baseUrl && variable(toml, 'OPENAI_MODEL') === model)
      ? []
      : [`OPENAI_BASE_URL = "${baseUrl}"`, `OPENAI_MODEL = "${model}"`]),
  ]
  const would: Record<keyof typeof STEPS, string> = {
    account: 'wrangler whoami',
    name: `wrangler secret list --name ${worker}; stop if another Worker has this name`,
    keys: `write ${deploymentFile(folder, worker)}, readable by you alone`,
    namespaces:
      titles.length > 0
        ? titles.map((title) => `wrangler kv namespace create ${title}`).join('; ')
        : 'nothing: wrangler.toml has both ids',
    toml: lines.length > 0 ? `write ${lines.join(', ')}` : 'nothing to write',
    secrets: `wrangler secret bulk --name ${worker}, with ${several ? 'SESSION_KEYS and OWNER_KEY' : 'SESSION_KEYS, OWNER_KEY and OPENAI_API_KEY'} on its stdin`,
    build: 'npm run build',
    deploy: 'wrangler deploy dist/worker/index.js --no-bundle',
    health: 'GET /healthz',
    site: `create the site ${site} for ${origins.join(', ')} through the owner’s API`,
    turn: `ask one question as a page on ${origins.map(pageOrigin)[0] ?? ''} does (${model || 'model'} at ${baseUrl}), and erase it`,
  }
  const names = Object.keys(STEPS) as (keyof typeof STEPS)[]
  return [
    'This is what `npm run setup` would do. No questions were asked, and nothing was changed.',
    '',
    ...names.flatMap((name, index) => [`${index + 1}. ${STEPS[name]}`, `   ${would[name]}`]),
  ]
}
