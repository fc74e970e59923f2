/** A Worker of one module in workerd, on its own socket, without a development proxy in front of it. */
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { unstable_readConfig } from 'wrangler'
import path from 'node:path'
import { ROOT } from '../peers.ts'
import { runtimePid } from './processor-time.ts'

export interface DirectWorker {
  url: string
  /** The process id of its workerd. */
  pid: number
  stop(): Promise<void>
}

/** Ours, and used for every measured Worker. */
export function compatibilityDate(): string {
  const { compatibility_date } = unstable_readConfig({ config: path.join(ROOT, 'wrangler.toml') })
  if (!compatibility_date) throw new Error('wrangler.toml has no compatibility_date')
  return compatibility_date
}

export async function startDirectWorker(script: string, bindings: Record<string, string>): Promise<DirectWorker> {
  const name = 'measured'
  const options = convertV4MiniflareOptions({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    logRequests: false,
    log: new Log(LogLevel.WARN),
    workers: [
      {
        name,
        modules: [{ type: 'ESModule', path: 'index.js', contents: script }],
        compatibilityDate: compatibilityDate(),
        bindings,
        unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      },
    ],
  })
  options.telemetry = { enabled: false }
  options.enableDevRegistry = false
  const miniflare = new Miniflare(options)
  await miniflare.ready
  const url = await miniflare.unsafeGetDirectURL(name)
  return { url: url.origin, pid: runtimePid(), stop: () => miniflare.dispose() }
}
