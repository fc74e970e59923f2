/** What the code needs in wrangler.toml, from the types that were generated for it. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'

export interface Needs {
  namespaces: string[]
  rates: string[]
  assets: string[]
  /** Class names by their bindings. */
  objects: ReadonlyMap<string, string>
  /** Variables and secrets. */
  texts: string[]
}

const TYPES = path.join(import.meta.dirname, '../../../worker/env.d.ts')

export async function readNeeds(): Promise<Needs> {
  const types = await readFile(TYPES, 'utf8')
  const [, own = ''] = /interface __BaseEnv_Env \{([^}]*)\}/.exec(types) ?? []
  const members = [...own.matchAll(/(\w+): (.+);/g)].map(([, name = '', type = '']) => ({ name, type }))
  const named = (type: string) => members.filter((member) => member.type === type).map(({ name }) => name)
  return {
    namespaces: named('KVNamespace'),
    rates: named('RateLimit'),
    assets: named('Fetcher'),
    texts: named('string'),
    objects: new Map(
      members.flatMap(({ name, type }) => {
        const [, className] = /^DurableObjectNamespace<import\("\.\/index"\)\.(\w+)>$/.exec(type) ?? []
        return className === undefined ? [] : [[name, className] as const]
      }),
    ),
  }
}
