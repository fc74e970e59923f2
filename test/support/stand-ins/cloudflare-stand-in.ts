/**
 * A Cloudflare account on this machine: the part of its API that a deployment needs, as wrangler uses it. It checks every
 * call, keeps everything in memory, fails on request, and runs the uploaded Worker in workerd, with its variables and
 * secrets.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startWorker, type RunningWorker } from '../../../demo/worker.ts'
import { field, isRecord } from '../../../protocol/record.ts'
import { API_TOKEN } from '../api/api-token.ts'

interface Options {
  /** Chat Completions on this machine, instead of the uploaded Worker's configured provider. */
  upstream: string
  /** Titles of existing namespaces and names of existing Workers. */
  namespaces?: readonly string[]
  workers?: readonly string[]
}

interface Uploaded {
  secrets: Record<string, string>
  versions: { id: string; number: number; metadata: object; annotations: Record<string, string> }[]
  migrationTag?: string
  /** Null while only the empty Worker for secrets exists. */
  code: { modules: Map<string, string>; vars: Record<string, string>; kv: Map<string, string> } | null
}

export interface CloudflareStandIn {
  /** For CLOUDFLARE_API_BASE_URL. */
  api: string
  accountId: string
  /** The Worker's address once it is deployed. */
  workerUrl: string
  /** Every call, as `POST /storage/kv/namespaces`. */
  calls: string[]
  /** Calls that break a rule of the API. */
  complaints: string[]
  namespaces: ReadonlyMap<string, string>
  workers: ReadonlyMap<string, Uploaded>
  /** Paths of the files that were uploaded with the Worker. */
  assets: ReadonlySet<string>
  /** The next matching call is refused. */
  failNext(call: RegExp, code: number, message: string, status?: number): void
  /** As in the options, for later uploads. */
  upstream: string
  /** Called with each call before it is answered. */
  onCall: (call: string) => void
  stop(): Promise<void>
}

class Refusal extends Error {
  readonly code: number
  readonly status: number
  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const noWorker = () => new Refusal(404, 10007, 'This Worker does not exist on your account.')

export async function startCloudflare({
  upstream,
  namespaces: before = [],
  workers: names = [],
}: Options): Promise<CloudflareStandIn> {
  const accountId = randomBytes(16).toString('hex')
  const folder = await mkdtemp(path.join(tmpdir(), 'inglenook-cloudflare-'))
  const calls: string[] = []
  const complaints: string[] = []
  const namespaces = new Map(before.map((title) => [title, randomBytes(16).toString('hex')]))
  const workers = new Map<string, Uploaded>(names.map((name) => [name, { secrets: {}, versions: [], code: null }]))
  const assets = new Set<string>()
  const hashes = new Map<string, string>()
  const uploaded = new Set<string>()
  const failures: { call: RegExp; refusal: Refusal }[] = []
  let running: RunningWorker | undefined
  const front = await startFront(() => running?.port)

  const complain = (call: string, what: string): void => void complaints.push(`${call}: ${what}`)
  const worker = (name: string): Uploaded => {
    const found = workers.get(name)
    if (!found) throw noWorker()
    return found
  }

  async function run({ code, secrets }: Uploaded): Promise<void> {
    if (!code) return
    const before = running
    running = undefined
    await before?.dispose()
    const script = path.join(folder, 'worker')
    await mkdir(script, { recursive: true })
    for (const [name, text] of code.modules) await writeFile(path.join(script, name), text)
    running = await startWorker({
      host: '127.0.0.1',
      port: 0,
      state: path.join(folder, 'state'),
      script: path.join(script, 'index.js'),
      perMinute: 100_000,
      bindings: { ...code.vars, ...secrets, OPENAI_BASE_URL: standIn.upstream, LOCAL_UPSTREAMS: 'true' },
      log: () => {},
    })
  }

  async function upload(call: string, name: string, request: Request): Promise<object> {
    const form = await request.formData()
    const metadata: unknown = JSON.parse(await textOf(form.get('metadata')))
    const main = String(field(metadata, 'main_module'))
    if (!form.has(main)) complain(call, `main_module ${main} was not sent`)
    const known: Uploaded = workers.get(name) ?? { secrets: {}, versions: [], code: null }
    const bindings = field(metadata, 'bindings')
    const list = Array.isArray(bindings) ? bindings.filter(isRecord) : []
    const of = (type: string) => list.filter((binding) => binding['type'] === type)
    const isDraft = list.length === 0
    if (!isDraft) {
      for (const { name: secret } of of('inherit')) {
        if (!(String(secret) in known.secrets)) {
          throw new Refusal(400, 10057, `inherit binding '${String(secret)}' is invalid`)
        }
      }
      for (const { namespace_id: id } of of('kv_namespace')) {
        if (![...namespaces.values()].includes(String(id)))
          throw new Refusal(400, 10041, `KV namespace '${String(id)}' is not valid.`)
      }
      if (of('secret_text').length > 0) complain(call, 'a secret travels with the upload')
      const migrations = field(metadata, 'migrations')
      if (isRecord(migrations)) known.migrationTag = String(migrations['new_tag'])
      if (!known.migrationTag && of('durable_object_namespace').length > 0)
        complain(call, 'objects without a migration')
      const modules = new Map<string, string>()
      for (const [part, value] of form) if (part !== 'metadata') modules.set(part, await textOf(value))
      known.code = {
        modules,
        vars: Object.fromEntries(of('plain_text').map(({ name, text }) => [String(name), String(text)])),
        kv: new Map(of('kv_namespace').map(({ name, namespace_id: id }) => [String(name), String(id)])),
      }
    }
    workers.set(name, known)
    const annotations = field(metadata, 'annotations')
    const id = crypto.randomUUID()
    known.versions.push({
      id,
      number: known.versions.length + 1,
      metadata: { created_on: new Date().toISOString(), source: 'wrangler', author_email: 'owner@example.com' },
      annotations: isRecord(annotations)
        ? Object.fromEntries(Object.entries(annotations).map(([name, text]) => [name, String(text)]))
        : {},
    })
    const began = performance.now()
    await run(known)
    return {
      id: isDraft ? name : id,
      deployment_id: id.replaceAll('-', ''),
      etag: 'etag',
      resources: { script: { etag: 'etag' } },
      startup_time_ms: Math.round(performance.now() - began),
    }
  }

  /** @param where after the account’s own address */
  async function answer(call: string, where: string, request: Request): Promise<object | null> {
    const { method } = request
    const json = async (): Promise<unknown> => (method === 'GET' ? null : request.json())
    const [, name = '', rest = ''] = /^\/workers\/(?:scripts|services|workers)\/([^/]+)(\/.*)?$/.exec(where) ?? []
    switch (`${method} ${name ? where.replace(name, ':name') : where}`) {
      case 'GET /user/tokens/verify':
        return { id: 'token', status: 'active' }
      case 'GET /user':
        return { id: 'owner', email: 'owner@example.com' }
      case 'GET /accounts':
        return [{ id: accountId, name: 'Acme' }]
      case 'GET /memberships':
        return [{ id: 'membership', account: { id: accountId, name: 'Acme' } }]
      case 'GET /storage/kv/namespaces':
        return [...namespaces].map(([title, id]) => ({ id, title }))
      case 'POST /storage/kv/namespaces': {
        const title = String(field(await json(), 'title'))
        if (namespaces.has(title))
          throw new Refusal(400, 10014, 'A namespace with this account ID and title already exists.')
        const id = randomBytes(16).toString('hex')
        namespaces.set(title, id)
        return { id, title }
      }
      case 'GET /workers/subdomain':
        return { subdomain: 'acme' }
      case 'GET /workers/services/:name': {
        const { migrationTag } = worker(name)
        const script = {
          id: name,
          tag: 'tag',
          last_deployed_from: 'wrangler',
          ...(migrationTag && { migration_tag: migrationTag }),
        }
        return { id: name, default_environment: { environment: 'production', script } }
      }
      case 'GET /workers/workers/:name':
        worker(name)
        return { id: name, name, subdomain: { enabled: false, previews_enabled: false } }
      case 'GET /workers/scripts/:name/secrets':
        return Object.keys(worker(name).secrets).map((secret) => ({ name: secret, type: 'secret_text' }))
      case 'PATCH /workers/scripts/:name/secrets-bulk': {
        const known = worker(name)
        const secrets = field(await json(), 'secrets')
        for (const [secret, value] of Object.entries(isRecord(secrets) ? secrets : {})) {
          if (field(value, 'name') !== secret || field(value, 'type') !== 'secret_text')
            complain(call, `${secret} is not a secret`)
          known.secrets[secret] = String(field(value, 'text'))
        }
        // Changing a secret creates a version, with the code of the one before.
        known.versions.push({
          id: crypto.randomUUID(),
          number: known.versions.length + 1,
          metadata: { created_on: new Date().toISOString() },
          annotations: {},
        })
        await run(known)
        return {}
      }
      case 'GET /workers/scripts/:name/versions':
        return { items: worker(name).versions.toReversed() }
      case 'GET /workers/scripts/:name/deployments':
        return {
          deployments: worker(name)
            .versions.slice(-1)
            .map(({ id }) => ({ id, versions: [{ version_id: id, percentage: 100 }] })),
        }
      case 'POST /workers/scripts/:name/deployments':
        return { id: crypto.randomUUID() }
      case 'GET /workers/scripts/:name/settings':
        return {
          bindings: [...(worker(name).code?.kv ?? [])].map(([binding, id]) => ({
            type: 'kv_namespace',
            name: binding,
            namespace_id: id,
          })),
        }
      case 'PATCH /workers/scripts/:name/script-settings':
        return {}
      case 'POST /workers/scripts/:name/subdomain':
        worker(name)
        if (field(await json(), 'enabled') !== true) complain(call, 'workers.dev is left out')
        return { enabled: true, previews_enabled: true }
      case 'POST /workers/scripts/:name/assets-upload-session': {
        const manifest = field(await json(), 'manifest')
        assets.clear()
        for (const [file, entry] of Object.entries(isRecord(manifest) ? manifest : {})) {
          assets.add(file)
          hashes.set(String(field(entry, 'hash')), file)
        }
        const missing = [...hashes.keys()].filter((hash) => !uploaded.has(hash))
        return { jwt: jwtFor('session'), buckets: missing.length > 0 ? [missing] : [] }
      }
      case 'POST /workers/assets/upload': {
        for (const [hash, file] of await request.formData()) {
          if (!hashes.has(hash)) complain(call, `nobody asked for ${hash}`)
          if ((await textOf(file)) !== '') uploaded.add(hash)
        }
        return { jwt: jwtFor('completion') }
      }
      case 'PUT /workers/scripts/:name':
        return upload(call, name, request)
      case 'POST /workers/scripts/:name/versions':
        worker(name)
        return upload(call, name, request)
      default:
        complain(call, `nobody expects this${rest && ` (${rest})`}`)
        throw new Refusal(404, 7003, 'Could not route to this address.')
    }
  }

  const server = createServer(async (message, response) => {
    const url = new URL(message.url ?? '/', 'http://api')
    const own = `/accounts/${accountId}`
    const where = url.pathname.startsWith(own) ? url.pathname.slice(own.length) : url.pathname
    const call = `${message.method} ${where}`
    const say = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ messages: [], ...body }))
    try {
      const request = new Request(url, {
        method: message.method ?? 'GET',
        headers: message.headers as Record<string, string>,
        ...(!/^(GET|HEAD)$/.test(message.method ?? '') && { body: await bodyOf(message) }),
      })
      calls.push(call)
      standIn.onCall(call)
      const isAsset = where === '/workers/assets/upload'
      const bearer = isAsset ? jwtFor('session') : API_TOKEN
      if (message.headers.authorization !== `Bearer ${bearer}`) {
        if (isAsset) complain(call, 'the token of another upload')
        throw new Refusal(401, 10000, 'Authentication error')
      }
      const at = failures.findIndex((failure) => failure.call.test(call))
      const [failure] = at < 0 ? [] : failures.splice(at, 1)
      if (failure) throw failure.refusal
      const result = await answer(call, where, request)
      const count = Array.isArray(result) ? result.length : 1
      say(200, {
        success: true,
        errors: [],
        result,
        result_info: { page: 1, per_page: 1000, count, total_count: count, total_pages: 1 },
      })
    } catch (error) {
      if (!(error instanceof Refusal)) complain(call, String(error))
      const [status, code] = error instanceof Refusal ? [error.status, error.code] : [500, 10013]
      say(status, {
        success: false,
        result: null,
        errors: [{ code, message: error instanceof Error ? error.message : 'internal' }],
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  const standIn: CloudflareStandIn = {
    api: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`,
    accountId,
    workerUrl: front.url,
    calls,
    complaints,
    namespaces,
    workers,
    assets,
    failNext: (call, code, message, status = 400) =>
      void failures.push({ call, refusal: new Refusal(status, code, message) }),
    upstream,
    onCall: () => {},
    async stop() {
      await running?.dispose()
      await front.stop()
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await rm(folder, { recursive: true, force: true })
    },
  }
  return standIn
}

/**
 * One address for all versions of the Worker, from before the first one to the end: another program could take a port that
 * is released in between.
 */
async function startFront(port: () => number | undefined): Promise<{ url: string; stop(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const remember = (socket: Socket) => {
    sockets.add(socket)
    // Either side may hang up at any time, which closes the other one.
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
  }
  const server = createTcpServer((socket) => {
    remember(socket)
    const to = port()
    if (to === undefined) return void socket.resetAndDestroy()
    const worker = connect(to, '127.0.0.1')
    remember(worker)
    socket.on('close', () => worker.destroy())
    worker.on('close', () => socket.destroy())
    socket.pipe(worker).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Wrangler reads its permissions for uploads from it. */
const jwtFor = (what: string): string =>
  ['header', JSON.stringify({ sub: what }), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')

const textOf = async (part: FormDataEntryValue | null): Promise<string> =>
  typeof part === 'string' ? part : ((await part?.text()) ?? '')

async function bodyOf(message: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part)
  return Buffer.concat(parts)
}
