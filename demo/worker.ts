/** Runs the built Worker on this machine, in Cloudflare's runtime and with the configuration in wrangler.toml. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, MiniflareCoreError } from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_readConfig } from 'wrangler'
import { CannotStart } from './cannot-start.ts'

export interface WorkerOptions {
  host: string
  /** 0 is any free port. */
  port: number
  /** The folder that keeps KV and the Durable Objects from one run to the next. */
  state: string
  /** Variables and secrets, which override those in wrangler.toml. */
  bindings: Record<string, string>
  /** The Worker that `npm run build` created. */
  script?: string
  /** Its configuration, if it is not our wrangler.toml. */
  config?: string
  /** The folder of its files, if it is not the one in wrangler.toml. */
  assets?: string
  /** Called with each line that the Worker logs. */
  log?: (line: string) => void
  /** Requests per minute for a network or a session, if wrangler.toml is too slow for a test or benchmark. */
  perMinute?: number
  /** Opens the runtime's debugging protocol, on a free port. */
  inspect?: boolean
  /** The Worker alone, without its assets and the development proxy in front of it: for benchmarks. */
  direct?: boolean
}

export interface RunningWorker {
  url: string
  port: number
  /** The debugging address of the Worker's own isolate; throws if debugging was not requested. */
  inspector: () => Promise<string>
  /** Calls a Durable Object as the Worker does: to fill a store before it is measured. */
  object: (binding: string, name: string) => Promise<(order: unknown) => Promise<Response>>
  /** Writes to one of its KV namespaces: for content that must be there before the first visit. */
  put: (binding: string, key: string, value: string) => Promise<void>
  /** Stops the runtime; open streams are cut off. */
  dispose: () => Promise<void>
}

export class AddressInUse extends Error {}

const ROOT = path.join(import.meta.dirname, '..')
const NAME = 'inglenook'
const CONFIG = path.join(ROOT, 'wrangler.toml')
const SCRIPT = path.join(ROOT, 'dist/worker/index.js')

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const miniflare = new Miniflare(await miniflareOptions(options))
  try {
    const ready = await miniflare.ready
    const url = options.direct ? await miniflare.unsafeGetDirectURL(NAME) : ready
    return {
      url: url.origin,
      port: Number(url.port),
      inspector: async () => `ws://${(await miniflare.getInspectorURL()).host}/core:user:${NAME}`,
      async object(binding, name) {
        const objects = await miniflare.getDurableObjectNamespace(binding)
        const object = objects.get(objects.idFromName(name))
        return async (order) => {
          const response = await object.fetch('https://object/', { method: 'POST', body: JSON.stringify(order) })
          return new Response(response.status === 204 ? null : await response.text(), { status: response.status })
        }
      },
      put: async (binding, key, value) => (await miniflare.getKVNamespace(binding)).put(key, value),
      dispose: () => miniflare.dispose(),
    }
  } catch (error) {
    // It cleans up, then rejects with this same error.
    await miniflare.dispose().catch(() => {})
    if (error instanceof MiniflareCoreError && error.code === 'ERR_ADDRESS_IN_USE') {
      throw new AddressInUse(`${options.host}:${options.port}`, { cause: error })
    }
    throw error
  }
}

async function miniflareOptions(options: WorkerOptions) {
  const { host, port, state, bindings, script = SCRIPT, assets, log = console.log } = options
  const { perMinute, inspect = false, direct = false } = options
  const config = unstable_readConfig({ config: options.config ?? CONFIG })
  const { workerOptions } = unstable_getMiniflareWorkerOptions({
    ...config,
    ...(assets && { assets: { ...config.assets, directory: assets } }),
    // Named after their bindings, so that the stored data is found again after `npm run setup` has written ids beside them.
    kv_namespaces: config.kv_namespaces.map(({ binding }: { binding: string }) => ({ binding })),
    // The caller decides which secrets to use: wrangler would read the .dev.vars beside this path, and miss `secrets`.
    userConfigPath: path.join(state, 'wrangler.toml'),
    secrets: undefined,
  })
  const converted = convertV4MiniflareOptions({
    host,
    port,
    ...(inspect && { inspectorPort: 0 }),
    // Otherwise it asks Cloudflare where this machine is.
    cf: false,
    logRequests: false,
    log: new Log(LogLevel.WARN),
    handleStructuredLogs: ({ message }) => log(message),
    handleUncaughtError: (error) => log(error.stack ?? String(error)),
    workers: [
      {
        ...(direct ? withoutAssets(workerOptions) : workerOptions),
        name: NAME,
        rootPath: ROOT,
        bindings: { ...config.vars, ...bindings },
        ...(perMinute !== undefined && {
          ratelimits: Object.fromEntries(
            Object.entries(workerOptions.ratelimits ?? {}).map(([name, rate]) => [
              name,
              { ...rate, simple: { limit: perMinute, period: 60 as const } },
            ]),
          ),
        }),
        modules: await readBuilt(script),
        modulesRoot: path.dirname(script),
        ...(direct && { unsafeDirectSockets: [{ host, port: 0 }] }),
      },
    ],
  })
  converted.telemetry = { enabled: false }
  converted.enableDevRegistry = false
  // The inner folder is wrangler's: `npx wrangler kv … --local --persist-to <state>` reads and writes this data.
  converted.resourcePersistencePath = path.join(path.resolve(state), 'v3')
  return converted
}

/** Assets come with their own router, which is in front of the Worker. */
function withoutAssets<Options extends object>(options: Options & { assets?: unknown }) {
  const { assets: _, ...others } = options
  return others
}

async function readBuilt(script: string) {
  try {
    return [{ type: 'ESModule' as const, path: script, contents: await readFile(script, 'utf8') }]
  } catch (error) {
    throw new CannotStart(`${script} cannot be read: run \`npm run build\` first. (${String(error)})`)
  }
}
