/** The documentation: every file, every snippet in it, and which test checks it. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.join(import.meta.dirname, '../../..')

const inFolder = (folder: string) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name))

/** The map of each folder that has one. */
export const READMES: readonly string[] = [
  'protocol',
  'worker',
  'worker/session',
  'widget',
  'widget/markdown',
  'console',
  'demo',
  'build',
  'deploy',
  'bench',
  'test',
].map((folder) => `${folder}/README.md`)

/** Every page for people. bench/report.md is generated and mentions files that only a run creates. */
export const PAGES: readonly string[] = [...inFolder('.'), ...inFolder('docs'), ...READMES, 'widget/package/README.md']

export const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')

export interface Snippet {
  file: string
  line: number
  /** The language of the fence; empty if there is none. */
  language: string
  code: string
}

/** Fenced blocks, including those inside a list, without their indentation. */
export function snippetsIn(file: string, text = read(file)): Snippet[] {
  const found: Snippet[] = []
  let open: (Snippet & { indent: string }) | null = null
  for (const [index, row] of text.split('\n').entries()) {
    const [, indent = '', language = ''] = /^(\s*)```(\S*)\s*$/.exec(row) ?? []
    if (!/^\s*```/.test(row)) {
      if (open) open.code += `${row.startsWith(open.indent) ? row.slice(open.indent.length) : row}\n`
    } else if (open) {
      found.push({ file: open.file, line: open.line, language: open.language, code: open.code })
      open = null
    } else {
      open = { file, line: index + 1, language, code: '', indent }
    }
  }
  if (open) throw new Error(`${file}:${open.line} is never closed`)
  return found
}

export const SNIPPETS: readonly Snippet[] = PAGES.flatMap((file) => snippetsIn(file))

export const at = ({ file, line }: Snippet): string => `${file}:${line}`

/** Snippets or shell lines that these tests cannot run, by their beginning, with the reason; or the test that runs them. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm ci && npm start': 'test/demo/start.test.ts starts it, and ends it',
  'npm ci && npm test': 'this very suite',
  'npm run watch': 'test/build/rebuild.test.ts runs its parts',
  'npm ci': 'what has installed this suite’s packages',
  'npx wrangler secret put ': 'needs a Cloudflare account',
  'npx wrangler login': 'needs a Cloudflare account',
  'npx wrangler kv namespace create ':
    'needs a Cloudflare account; test/deploy/setup.sampled.test.ts makes them in a stand-in of one',
  'npm run setup': 'test/deploy/setup.sampled.test.ts runs it against a stand-in of a Cloudflare account',
  'npm ci && npm run setup': 'test/deploy/setup.sampled.test.ts runs it against a stand-in of a Cloudflare account',
  'npm run doctor': 'test/deploy/setup.sampled.test.ts runs it against a stand-in of a Cloudflare account',
  'npm run deploy':
    'needs a Cloudflare account; test/deploy/keep-earlier.test.ts and test/deploy/source-maps.sampled.test.ts run its two halves',
  'git pull': 'needs a clone with a newer release',
  'git checkout <the release before>': 'needs a clone with an earlier release',
  'node test/support/stores/make-fixture.ts ': 'needs an earlier release, built; test/upgrade/ reads what it has made',
  'npm run sites -- ': 'test/api/owner/sites-in-git.sampled.test.ts pulls and pushes',
  'export INGLENOOK_URL=': 'test/api/owner/sites-in-git.sampled.test.ts sets both',
  'export OWNER_KEY=ik-…   ': 'test/api/owner/sites-in-git.sampled.test.ts sets both',
  'npx wrangler tail ': 'needs a Cloudflare account',
  'curl "https://api.cloudflare.com/': 'needs a Cloudflare account',
  'SELECT index1 AS site,': 'needs Analytics Engine, which is nowhere but at Cloudflare',
  'SELECT\n  blob4 AS model,': 'needs Analytics Engine, which is nowhere but at Cloudflare',
  'import base64, os, time, jwt':
    'needs Python and PyJWT; test/api/visitor/identity.sampled.test.ts sends tokens of this very form',
  'use Firebase\\JWT\\JWT;':
    'needs PHP and its package; test/api/visitor/identity.sampled.test.ts sends tokens of this very form',
}

export const elsewhere = (line: string): string | undefined =>
  Object.keys(ELSEWHERE).find((begins) => line.startsWith(begins))

/** Shell lines that do something: continued lines are joined, comments removed. */
export const commandsIn = ({ code }: Pick<Snippet, 'code'>): string[] =>
  code
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))

/** Which test uses a snippet; null means none. */
export function checkOf({ language, code }: Snippet): Check | null {
  switch (language) {
    case 'html':
    case 'css':
    case 'csp':
    case 'json':
    case 'ts':
    case 'tsx':
    case 'sh':
    case 'toml':
      return language
    case 'js':
      if (code.startsWith('inglenook(')) return 'page script'
      return /^import .* from '(openai|jose)'/.test(code) ? 'module' : null
    case 'md':
    case 'text':
      return 'text'
    default:
      return elsewhere(code) === undefined ? null : 'elsewhere'
  }
}

export type Check =
  | 'html'
  | 'css'
  | 'csp'
  | 'json'
  | 'ts'
  | 'tsx'
  | 'sh'
  | 'toml'
  | 'page script'
  | 'module'
  /** A diagram, or output: nothing to run. */
  | 'text'
  | 'elsewhere'
