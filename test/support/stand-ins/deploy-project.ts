/** An owner's clone of the project, without sources: the files that a deployment reads and writes. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { API_TOKEN } from '../api/api-token.ts'
import type { CloudflareStandIn } from './cloudflare-stand-in.ts'

const ROOT = path.join(import.meta.dirname, '../../..')
const SCRIPTS = {
  setup: 'deploy/setup/setup.ts',
  doctor: 'deploy/doctor/doctor.ts',
  ready: 'deploy/release/ready.ts',
}

export interface Project {
  folder: string
  /** The environment of an owner who is signed in to the account. */
  environment: (cloudflare: CloudflareStandIn) => Record<string, string>
  run(script: keyof typeof SCRIPTS, options: readonly string[], environment: Record<string, string>): Promise<Printed>
  remove(): Promise<void>
}

export interface Printed {
  code: number
  printed: string
}

export async function cloneProject(): Promise<Project> {
  const folder = await mkdtemp(path.join(tmpdir(), 'inglenook-project-'))
  for (const name of ['wrangler.toml', 'package.json', 'worker/env.d.ts', 'dist/worker', 'dist/assets']) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true })
  }
  return {
    folder,
    environment: ({ api, workerUrl }) => ({
      PATH: process.env['PATH'] ?? '',
      HOME: path.join(folder, 'home'),
      CI: 'true',
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? '',
      CLOUDFLARE_API_BASE_URL: api,
      CLOUDFLARE_API_TOKEN: API_TOKEN,
      WRANGLER_SEND_METRICS: 'false',
      INGLENOOK_URL: workerUrl,
      INGLENOOK_ORIGINS: 'https://shop.example',
    }),
    run: (script, options, environment) =>
      new Promise((resolve) => {
        const file = path.join(ROOT, SCRIPTS[script])
        const child = execFile(
          process.execPath,
          [file, ...options],
          { cwd: folder, env: environment },
          (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, printed: stdout + stderr }),
        )
        child.stdin?.end()
      }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
