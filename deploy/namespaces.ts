import type { Account } from './account.ts'
import { namespaceTitle, type Step } from './setup/steps.ts'
import { KV_BINDINGS, namespaceId, type KvBinding, type WranglerToml } from './wrangler-toml.ts'

interface Making {
  account: Account
  toml: WranglerToml
  worker: string
  step: Step
}

/** @returns the ids of those that wrangler.toml does not name yet. One with the right title is used, no matter who created it. */
export async function makeNamespaces({
  account,
  toml,
  worker,
  step,
}: Making): Promise<Partial<Record<KvBinding, string>>> {
  const ids: Partial<Record<KvBinding, string>> = {}
  await step('namespaces', async () => {
    const missing = KV_BINDINGS.filter((binding) => !namespaceId(toml, binding))
    if (missing.length === 0) return { already: 'wrangler.toml has both ids.' }
    const there = await account.namespaces()
    const made: string[] = []
    for (const binding of missing) {
      const title = namespaceTitle(worker, binding)
      ids[binding] = there.get(title) ?? (await account.makeNamespace(title))
      if (!there.has(title)) made.push(title)
    }
    return made.length > 0 ? { did: `Created ${made.join(' and ')}.` } : { already: 'the account has both.' }
  })
  return ids
}
