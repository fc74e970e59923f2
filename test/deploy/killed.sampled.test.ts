/** A setup that is killed: after every step, and while the account does what it was told to. The next one goes on from there. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startUpstream, type Upstream } from '../../demo/upstream.ts'
import { STEPS } from '../../deploy/setup/steps.ts'
import { startCloudflare, type CloudflareStandIn } from '../support/stand-ins/cloudflare-stand-in.ts'
import { cloneProject, type Project } from '../support/stand-ins/deploy-project.ts'
import { keepSecret } from '../support/browser/overheard.ts'
import { sample } from '../support/sampling/sampling.ts'

const PROCESS = path.join(import.meta.dirname, '../support/running/setup-process.ts')
const KEY = 'sk-canary-of-a-killed-setup-0'
const SLOW = { timeout: 300_000 }

let upstream: Upstream
let cloudflare: CloudflareStandIn
let project: Project

beforeAll(async () => {
  keepSecret('the provider’s key of a setup', KEY)
  upstream = await startUpstream({ chunksPerSecond: 1000 })
  cloudflare = await startCloudflare({ upstream: upstream.url })
  project = await cloneProject()
})
afterAll(async () => {
  await cloudflare?.stop()
  await upstream?.stop()
  await project?.remove()
})

interface Ended {
  printed: string
  signal: NodeJS.Signals | null
}

/** @param isTime is asked of everything that was printed, whenever there is more, and when the account is called. */
async function setup(isTime: (printed: string, call: string) => boolean): Promise<Ended> {
  const child = spawn(process.execPath, [PROCESS, project.folder, cloudflare.api, cloudflare.accountId], {
    env: { ...project.environment(cloudflare), OPENAI_API_KEY: KEY },
  })
  let printed = ''
  const look = (call: string) => {
    if (isTime(printed, call)) child.kill('SIGKILL')
  }
  cloudflare.onCall = look
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes) => {
      printed += bytes
      look('')
    })
  }
  await once(child, 'close')
  cloudflare.onCall = () => {}
  return { printed, signal: child.signalCode }
}

/** How many steps have said how they ended. */
const ended = (printed: string): number => printed.split('\n').filter((line) => line.startsWith('     ')).length

const CHANGES = [
  'POST /storage/kv/namespaces',
  'PATCH /workers/scripts/inglenook/secrets-bulk',
  'PUT /workers/scripts/inglenook',
] as const

test(
  'killed at every call that changes the account, and after every step, it ends with one of everything',
  SLOW,
  async () => {
    for (const change of CHANGES) {
      const { signal } = await setup((_printed, call) => call === change)
      expect(signal, change).toBe('SIGKILL')
    }
    // After its last step a setup has ended by itself.
    const steps = Object.keys(STEPS).slice(0, -1)
    for (const [index, name] of sample([...steps.entries()], 3)) {
      const { signal } = await setup((told) => ended(told) > index)
      expect(signal, name).toBe('SIGKILL')
    }
    expect((await setup(() => false)).printed).toContain('data-site="shop"></script>')

    const { printed, signal } = await setup(() => false)
    expect(signal).toBeNull()
    expect(printed).toContain('data-site="shop"></script>')
    for (const word of [
      '`inglenook` is an Inglenook Worker',
      'it is in',
      'has both ids',
      'all lines are in it',
      'it has SESSION_KEYS',
      ' runs 0.1.0-',
      '`shop` allows',
    ]) {
      expect(printed).toMatch(new RegExp(`Already done: .*${word}`))
    }

    expect(cloudflare.complaints).toEqual([])
    expect([...cloudflare.namespaces.keys()]).toEqual(['inglenook-history', 'inglenook-personas'])
    const worker = cloudflare.workers.get('inglenook')
    expect(Object.keys(worker?.secrets ?? {}).toSorted()).toEqual(['OPENAI_API_KEY', 'OWNER_KEY', 'SESSION_KEYS'])
    const kept = parseEnv(await readFile(path.join(project.folder, '.deployed/inglenook.env'), 'utf8'))
    expect(kept['OWNER_KEY']).toBe(worker?.secrets['OWNER_KEY'])
    const sites = await fetch(`${cloudflare.workerUrl}/v1/owner/sites`, {
      headers: { authorization: `Bearer ${kept['OWNER_KEY']}` },
    })
    expect(await sites.json()).toMatchObject({
      sites: [
        { site: 'demo', version: 0 },
        { site: 'shop', version: 1 },
      ],
    })
  },
)
