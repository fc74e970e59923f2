/** Runs wrangler, which knows the account's API and how to sign in to it. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Environment } from '../demo/environment.ts'
import { Trouble } from './trouble.ts'

export interface Ran {
  code: number
  output: string
  errors: string
}

/** Wrangler's stdin, for secrets: arguments are visible in the list of processes. */
export type Wrangler = (args: readonly string[], stdin?: string, more?: Environment) => Promise<Ran>

// Wrangler's own launcher starts this file in a second process, which takes as long again.
const CLI = createRequire(import.meta.url).resolve('wrangler')

/** Our secrets: wrangler does not need them, and anyone who can read its environment would read them too. */
const OWN_SECRETS: ReadonlySet<string> = new Set(['OPENAI_API_KEY', 'OWNER_KEY', 'SESSION_KEYS'])

interface Where {
  /** From wrangler.toml. */
  folder: string
  environment: Environment
}

export function wranglerIn({ folder, environment }: Where): Wrangler {
  return (args, stdin = '', more = {}) =>
    new Promise((resolve, reject) => {
      const kept = Object.entries(environment).filter(([name]) => !OWN_SECRETS.has(name))
      const child = spawn(process.execPath, ['--no-warnings', CLI, ...args], {
        cwd: folder,
        env: {
          ...Object.fromEntries(kept),
          // Otherwise its debug log, which it writes on every run, would contain the bodies of requests.
          WRANGLER_LOG_SANITIZE: 'true',
          WRANGLER_HIDE_BANNER: 'true',
          // Half of its start-up time: 15 MB of JavaScript.
          NODE_COMPILE_CACHE: path.join(tmpdir(), 'node-compile-cache'),
          ...more,
        },
        stdio: ['pipe', 'pipe', 'pipe'],
      })
      let [output, errors] = ['', '']
      child.stdout.on('data', (bytes) => (output += bytes))
      child.stderr.on('data', (bytes) => (errors += bytes))
      child.on('error', reject)
      child.on('close', (code) => {
        resolve({ code: code ?? 1, output: stripVTControlCharacters(output), errors: stripVTControlCharacters(errors) })
      })
      // A process that exits without reading has said why.
      child.stdin.on('error', () => {})
      child.stdin.end(stdin)
    })
}

/** @throws Trouble for known errors, and otherwise an error with wrangler's own words. */
export function outputOf(doing: string, { code, output, errors }: Ran): string {
  if (code === 0) return output
  const told = `${errors}\n${output}`
  const known = KNOWN.find(({ sign }) => sign.test(told))
  if (known) throw new Trouble(`${doing}: ${known.sentence}`, known.remedy)
  throw new Trouble(`${doing}: ${firstErrorOf(told)}`, 'Fix that, and run this again: it continues from here.')
}

const TOKEN_REMEDY =
  'Run `npx wrangler login`, or set CLOUDFLARE_API_TOKEN to a token made from the template “Edit Cloudflare Workers” (https://dash.cloudflare.com/profile/api-tokens).'

/** By the messages of Cloudflare's API: https://developers.cloudflare.com/workers/observability/errors/ */
const KNOWN: readonly { sign: RegExp; sentence: string; remedy: string }[] = [
  {
    sign: /not authenticated|not logged in|"loggedIn":\s*false|necessary to set a CLOUDFLARE_API_TOKEN/i,
    sentence: 'you are not signed in to Cloudflare here.',
    remedy: TOKEN_REMEDY,
  },
  {
    sign: /\[code: (10000|10001|9106|9109|6003|6111)\]|Authentication error|Invalid (access|API) token/i,
    sentence: 'Cloudflare does not accept these credentials for this account.',
    remedy: `Check that CLOUDFLARE_ACCOUNT_ID is the right account, and that the token may edit Workers and KV in it. ${TOKEN_REMEDY}`,
  },
  {
    sign: /namespace.*(limit|quota|maximum)|(limit|quota|maximum).*namespace/i,
    sentence: 'the account has reached its limit of KV namespaces.',
    remedy:
      'Delete one that is not needed (`npx wrangler kv namespace list`), or write the ids of two empty ones into wrangler.toml.',
  },
  {
    sign: /workers\.dev subdomain/i,
    sentence: 'the account has no workers.dev subdomain yet.',
    remedy:
      'Open “Workers & Pages” in the dashboard once (https://dash.cloudflare.com/?to=/:account/workers/onboarding): that creates one.',
  },
  {
    sign: /fetch failed|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|getaddrinfo/i,
    sentence: 'Cloudflare’s API cannot be reached.',
    remedy: 'Check the connection, a proxy (HTTPS_PROXY) and https://www.cloudflarestatus.com, and run this again.',
  },
]

const LONGEST = 400

function firstErrorOf(told: string): string {
  const [, error = told] = /\[ERROR\]\s*([\s\S]+?)(?=If you think this is a bug|\u{1fab5}|$)/u.exec(told) ?? []
  return error.replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST)
}
