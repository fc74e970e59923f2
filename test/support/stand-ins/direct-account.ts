/** An account that uses plain requests like wrangler's, because starting wrangler for each would take too long. */
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Account } from '../../../deploy/account.ts'
import { KV_BINDINGS, namespaceId, readWranglerToml, tables } from '../../../deploy/wrangler-toml.ts'
import { field, isRecord } from '../../../protocol/record.ts'
import { API_TOKEN } from '../api/api-token.ts'

interface Direct {
  api: string
  accountId: string
  /** From wrangler.toml. */
  folder: string
}

export function directAccount({ api, accountId, folder }: Direct): Account {
  async function call(method: string, where: string, body?: object): Promise<unknown> {
    const isForm = body instanceof FormData
    const response = await fetch(`${api}/accounts/${accountId}${where}`, {
      method,
      headers: { authorization: `Bearer ${API_TOKEN}`, ...(body && !isForm && { 'content-type': 'application/json' }) },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    })
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(JSON.stringify(answer))
    return field(answer, 'result')
  }
  const list = (told: unknown): Record<string, unknown>[] => (Array.isArray(told) ? told.filter(isRecord) : [])
  const script = (worker: string) => `/workers/scripts/${worker}`

  return {
    accounts: async () => [{ id: accountId, name: 'Acme' }],
    namespaces: async () =>
      new Map(list(await call('GET', '/storage/kv/namespaces')).map(({ title, id }) => [String(title), String(id)])),
    makeNamespace: async (title) => String(field(await call('POST', '/storage/kv/namespaces', { title }), 'id')),
    async secretNames(worker) {
      try {
        return list(await call('GET', `${script(worker)}/secrets`)).map(({ name }) => String(name))
      } catch {
        return null
      }
    },
    async setSecrets(worker, secrets) {
      const body = {
        secrets: Object.fromEntries(
          Object.entries(secrets).map(([name, text]) => [name, { name, text, type: 'secret_text' }]),
        ),
      }
      const set = () => call('PATCH', `${script(worker)}/secrets-bulk`, body)
      await set().catch(async () => {
        await call('PUT', script(worker), upload({ main_module: 'draft.js', bindings: [] }, { 'draft.js': '' }))
        await set()
      })
    },
    async deployedTag(worker) {
      const versions = list(field(await call('GET', `${script(worker)}/versions`), 'items'))
      const tag = versions.map(({ annotations }) => field(annotations, 'workers/tag')).find(Boolean)
      return tag === undefined ? null : String(tag)
    },
    async deploy(tag) {
      const toml = await readWranglerToml(folder)
      const vars = Object.entries(isRecord(toml.values['vars']) ? toml.values['vars'] : {})
      const metadata = {
        main_module: 'index.js',
        bindings: [
          ...vars.map(([name, text]) => ({ type: 'plain_text', name, text })),
          ...KV_BINDINGS.map((name) => ({ type: 'kv_namespace', name, namespace_id: namespaceId(toml, name) })),
          ...tables(toml, 'durable_objects.bindings').map(({ name }) => ({ type: 'durable_object_namespace', name })),
          ...['SESSION_KEYS', 'OWNER_KEY', 'OPENAI_API_KEY'].map((name) => ({ type: 'inherit', name })),
        ],
        migrations: { new_tag: 'v3' },
        annotations: { 'workers/tag': tag },
      }
      const built = path.join(folder, 'dist/worker')
      const modules: Record<string, string> = {}
      for (const name of await readdir(built)) {
        if (name.endsWith('.js')) modules[name] = await readFile(path.join(built, name), 'utf8')
      }
      await call('PUT', script(String(toml.values['name'])), upload(metadata, modules))
      return { targets: [], facts: [] }
    },
  }
}

function upload(metadata: object, modules: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  form.set('metadata', JSON.stringify(metadata))
  for (const [name, text] of Object.entries(modules)) form.set(name, new Blob([text]), name)
  return form
}
