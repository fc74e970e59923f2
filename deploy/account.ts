/** What we ask the owner's Cloudflare account, and how wrangler does it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { field, isRecord } from '../protocol/record.ts'
import { Trouble } from './trouble.ts'
import { outputOf, type Wrangler } from './wrangler.ts'

export interface Account {
  /** The accounts that the credentials can access. Throws `Trouble` without credentials. */
  accounts(): Promise<{ id: string; name: string }[]>
  /** Titles and ids of the KV namespaces. */
  namespaces(): Promise<ReadonlyMap<string, string>>
  /** @returns its id. */
  makeNamespace(title: string): Promise<string>
  /** Names of a Worker's secrets; null if there is no Worker of this name. */
  secretNames(worker: string): Promise<string[] | null>
  /** Creates an empty Worker if there is none. */
  setSecrets(worker: string, secrets: Readonly<Record<string, string>>): Promise<void>
  /** The tag of the newest version that has one; null if none has. */
  deployedTag(worker: string): Promise<string | null>
  deploy(tag: string): Promise<Deployed>
}

export interface Deployed {
  /** The Worker's addresses, as wrangler reports them. */
  targets: string[]
  /** Wrangler's report on the bundle's size and its start-up time. */
  facts: string[]
}

export function wranglerAccount(wrangler: Wrangler): Account {
  return {
    async accounts() {
      const told = parse(outputOf('Signing in', await wrangler(['whoami', '--json'])))
      const all = field(told, 'accounts')
      return Array.isArray(all)
        ? all.map((each) => ({ id: String(field(each, 'id')), name: String(field(each, 'name')) }))
        : []
    },

    async namespaces() {
      const all = parse(outputOf('Listing KV namespaces', await wrangler(['kv', 'namespace', 'list'])))
      return new Map(
        Array.isArray(all) ? all.map((each) => [String(field(each, 'title')), String(field(each, 'id'))]) : [],
      )
    },

    async makeNamespace(title) {
      const output = outputOf(
        `Creating the KV namespace ${title}`,
        await wrangler(['kv', 'namespace', 'create', title]),
      )
      const [id] = /[0-9a-f]{32}/.exec(output) ?? []
      if (id === undefined)
        throw new Trouble(`Wrangler did not print an id for ${title}.`, 'Run this again: it then looks the id up.')
      return id
    },

    async secretNames(worker) {
      const ran = await wrangler(['secret', 'list', '--name', worker])
      if (ran.code !== 0 && /not found|\[code: 10007\]/i.test(ran.errors + ran.output)) return null
      const all = parse(outputOf('Listing secrets', ran))
      return Array.isArray(all) ? all.map((each) => String(field(each, 'name'))) : []
    },

    async setSecrets(worker, secrets) {
      outputOf('Setting secrets', await wrangler(['secret', 'bulk', '--name', worker], JSON.stringify(secrets)))
    },

    async deployedTag(worker) {
      const all = parse(outputOf('Listing versions', await wrangler(['versions', 'list', '--json', '--name', worker])))
      const tags = Array.isArray(all) ? all.map((version) => field(field(version, 'annotations'), TAG)) : []
      // The newest is last. A version that only set a secret has the code of the one before, and no tag.
      return String(tags.findLast((tag) => typeof tag === 'string') ?? '') || null
    },

    async deploy(tag) {
      const folder = await mkdtemp(path.join(tmpdir(), 'inglenook-deploy-'))
      const report = path.join(folder, 'report.ndjson')
      try {
        const ran = await wrangler(['deploy', 'dist/worker/index.js', '--no-bundle', '--tag', tag], '', {
          WRANGLER_OUTPUT_FILE_PATH: report,
        })
        const output = outputOf('Deploying', ran)
        return {
          targets: targetsIn(await readFile(report, 'utf8').catch(() => '')),
          facts: output.split('\n').filter((line) => /^(Total Upload|Worker Startup Time)/.test(line)),
        }
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

const TAG = 'workers/tag'

/** Each line is an event. */
function targetsIn(report: string): string[] {
  const deployed = report
    .split('\n')
    .filter(Boolean)
    .map(parse)
    .find((event) => isRecord(event) && event['type'] === 'deploy')
  const targets = field(deployed, 'targets')
  return Array.isArray(targets) ? targets.map(String) : []
}

/** There may be other text before the JSON. */
function parse(output: string): unknown {
  const begins = output.search(/^[[{]/m)
  try {
    return JSON.parse(output.slice(Math.max(0, begins)))
  } catch {
    throw new Trouble(
      `Wrangler printed something unexpected: ${output.trim().slice(0, 200)}`,
      'Run `npm ci` to get the pinned version.',
    )
  }
}
