/** `npm run setup` with the real wrangler against a stand-in of Cloudflare’s API, which runs what was uploaded in workerd. */
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUpstream, type Upstream } from '../../demo/upstream.ts'
import { API_TOKEN, startCloudflare, type CloudflareStandIn } from '../support/cloudflare-stand-in.ts'
import { cloneProject, type Project } from '../support/deploy-project.ts'

const PROVIDER_KEY = 'sk-canary-of-a-setup-81c5'

let upstream: Upstream
let cloudflare: CloudflareStandIn
let project: Project
let environment: Record<string, string>

beforeAll(async () => {
  upstream = await startUpstream({ chunksPerSecond: 1000 })
  cloudflare = await startCloudflare({ upstream: upstream.url })
  project = await cloneProject()
  environment = project.environment(cloudflare)
})
afterAll(async () => {
  await cloudflare?.stop()
  await upstream?.stop()
  await project?.remove()
})

test(
  'from nothing to an answer; once more changes nothing; no secret is anywhere else',
  { timeout: 120_000 },
  async () => {
    const first = await project.run('setup', ['--yes', '--no-build'], { ...environment, OPENAI_API_KEY: PROVIDER_KEY })
    expect(first.printed).toBe('')
    expect(first.code).toBe(0)
    expect(cloudflare.complaints).toEqual([])
  },
)
