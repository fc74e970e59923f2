/** Every snippet of the documentation is run, compiled or read by the schema that it is for; or it is said why not. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { parse } from '@decimalturn/toml-patch'
import { Ajv } from 'ajv'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dialectOf } from '../../../worker/providers/dialects.ts'
import { readProviders } from '../../../worker/providers/provider-list.ts'
import {
  at,
  checkOf,
  commandsIn,
  elsewhere,
  ELSEWHERE,
  ROOT,
  read,
  SNIPPETS,
  snippetsIn,
  type Check,
} from '../../support/texts/docs.ts'
import { describedBy } from '../../support/api/api-description.ts'
import { startProgramUpstream, type ProgramUpstream } from '../../support/upstreams/program-upstream.ts'
import { OWNER_KEY, PAGE, runWorker, type Running } from '../../support/running/running-worker.ts'

const run = promisify(execFile)

let upstream: ProgramUpstream
let worker: Running
let folder: string

beforeAll(async () => {
  upstream = await startProgramUpstream()
  worker = await runWorker({ OPENAI_BASE_URL: upstream.url }, { hasFront: true })
  folder = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
})

afterAll(async () => {
  await worker?.stop()
  await upstream?.stop()
  if (folder) await rm(folder, { recursive: true, force: true })
})

const of = (...checks: Check[]) => SNIPPETS.filter((snippet) => checks.some((check) => check === checkOf(snippet)))
const named = (...checks: Check[]) => of(...checks).map((snippet) => [at(snippet), snippet] as const)

test('every snippet is run by a test, and every reason for not running one is used', () => {
  expect(SNIPPETS.length).toBeGreaterThan(35)
  expect(SNIPPETS.filter((snippet) => checkOf(snippet) === null).map(at)).toEqual([])
  const lines = SNIPPETS.flatMap((snippet) => [snippet.code, ...commandsIn(snippet)])
  const unused = Object.keys(ELSEWHERE).filter((begins) => !lines.some((line) => line.startsWith(begins)))
  expect(unused).toEqual([])
})

test('a snippet that no test runs would be found', () => {
  expect(
    snippetsIn('x.md', '- a\n\n  ```rust\n  fn main() {}\n  ```\n').map((one) => [one.code, checkOf(one)]),
  ).toEqual([['fn main() {}\n', null]])
})

/** What a page says of where it runs, in this test's words. */
const here = (text: string): string =>
  text
    .replace(/export WORKER=\S+/, `export WORKER=${worker.url}`)
    .replace(/export PAGE=\S+/, `export PAGE=${PAGE}`)
    .replace(/export OWNER_KEY=\S+ +# stands.*/, `export OWNER_KEY=${OWNER_KEY}`)

/** docs/api.md is one story; others begin with what it sets. */
test.for([...new Set(of('sh').map(({ file }) => file))])('the commands of %s work as described', async (file) => {
  const story = of('sh').filter((snippet) => snippet.file === file)
  const ours = story.flatMap(commandsIn).filter((line) => elsewhere(line) === undefined)
  if (ours.length === 0) return expect(story.flatMap(commandsIn).every(elsewhere)).toBe(true)
  // What docs/api.md makes, the others speak of.
  if (file !== 'docs/api.md') await makeSite('acme')
  const before = `export WORKER=${worker.url} PAGE=${PAGE} OWNER_KEY=${OWNER_KEY} SESSION=nobody`
  // Each answer is told apart, and what is no success ends the story.
  const script = ours
    .map(here)
    .map((line) => line.replace(/ +# .*$/, '').replaceAll(/(?<=^|\$\()curl /g, 'curl --fail-with-body '))
  const outcome = await run('bash', ['-c', ['set -o pipefail', before, ...script.map(step)].join('\n')])
  // Nobody has such a session: the answer says so, and nothing else may fail.
  const failed = outcome.stdout.match(/^FAILED: .*$/gm) ?? []
  expect(failed.filter((line) => !line.includes('$SESSION'))).toEqual([])
  expect(outcome.stdout.match(/unknown_session/g) ?? []).toHaveLength(failed.length)
  const answers = outcome.stdout.split('\n--\n').slice(0, -1)
  expect(answers).toHaveLength(script.length)
  if (file === 'docs/api.md') {
    expect(outcome.stdout).toContain('event: done')
    expect(outcome.stdout).toContain('"rating":"up"')
    expect(outcome.stdout).toContain('"id":"site:demo"')
    expect(outcome.stdout).toContain('中国的首都是北京。')
  }
})

async function makeSite(site: string): Promise<void> {
  const headers = { authorization: `Bearer ${OWNER_KEY}`, origin: worker.url }
  const made = await worker.call('/v1/owner/sites', { method: 'POST', headers, body: { site } })
  expect([201, 409]).toContain(made.status)
}

const step = (line: string): string =>
  `${line} || printf '\\nFAILED: %s\\n' '${line.replaceAll(/['\\]/g, '')}'; printf '\\n--\\n'`

test.for(named('json'))('the JSON of %s is valid', async ([, { code, file }]) => {
  const value: unknown = JSON.parse(code)
  if (Array.isArray(value)) {
    const known = readProviders({ providers: value, baseUrl: '', model: '', reach: 'public', secret: (name) => name })
    expect(known.length).toBe(value.length)
    expect(known.map(({ dialect }) => dialect)).toEqual((['openai', 'azure', 'ai-gateway'] as const).map(dialectOf))
    return
  }
  if (file === 'docs/operate.md') {
    const { faults } = await describedBy(worker)
    return expect(faults({ $ref: '#/components/schemas/Health' }, value)).toBe('')
  }
  expect(file).toMatch(/persona/)
  const validate = new Ajv({ strict: false }).compile(JSON.parse(read('dist/assets/console/settings.schema.json')))
  validate(value)
  expect(validate.errors).toBeNull()
  expect(validate({ name: 7 })).toBe(false)
})

test.for(named('toml'))('Wrangler accepts what %s adds to wrangler.toml', ([, { code }]) => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(read('node_modules/wrangler/config-schema.json')))
  validate(parse(code + read('wrangler.toml')))
  expect(validate.errors).toBeNull()
  expect(validate(parse(`no_such_key = 1\n${read('wrangler.toml')}`))).toBe(false)
})

/** Their packages are not all here: what is missing is declared, so that our side of it is compiled. */
const DECLARED = `
declare module 'jose' {
  export const base64url: { decode(text: string | undefined): Uint8Array }
  export class SignJWT {
    setProtectedHeader(header: { alg: string }): this
    setSubject(sub: string): this
    setAudience(aud: string): this
    setIssuedAt(): this
    setExpirationTime(time: string): this
    sign(key: Uint8Array): Promise<string>
  }
}
declare const user: { id: string }
declare function show(event: { detail: { count: number } }): void
declare const process: { env: Record<string, string | undefined> }
`

test('the modules compile against the built package', async () => {
  const modules = of('ts', 'tsx', 'module')
  expect(modules.length).toBeGreaterThanOrEqual(5)
  const files = await Promise.all(
    modules.map(async ({ language, code }, index) => {
      const name = `snippet-${index}.${language === 'tsx' ? 'tsx' : 'ts'}`
      // An element alone is no statement of a module that anybody uses.
      await writeFile(path.join(folder, name), `${code.replace(/^<.*/ms, 'export const shown = <>$&</>')}\nexport {}\n`)
      return name
    }),
  )
  await writeFile(path.join(folder, 'declared.d.ts'), DECLARED)
  await writeFile(path.join(folder, 'package.json'), '{"type":"module"}')
  await symlink(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'))
  const compilerOptions = {
    strict: false,
    skipLibCheck: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    jsx: 'react-jsx',
    module: 'esnext',
    moduleResolution: 'bundler',
    paths: {
      'inglenook-chat': [path.join(ROOT, 'dist/package/types/widget/package/mount.d.ts')],
      'inglenook-chat/react': [path.join(ROOT, 'dist/package/types/widget/package/react.d.ts')],
    },
  }
  await writeFile(
    path.join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['declared.d.ts', ...files] }),
  )
  const compiler = path.join(ROOT, 'node_modules/typescript/bin/tsc')
  const compiled = await run(process.execPath, [compiler, '-p', folder]).catch((error: { stdout: string }) => error)
  expect(compiled.stdout).toBe('')
})

test('the program that uses an SDK runs and prints the answer', async () => {
  const program = of('module').find(({ code }) => code.includes("from 'openai'"))
  if (!program) throw new Error('no page has one')
  const file = path.join(ROOT, 'node_modules/.cache', `docs-${process.pid}.mjs`)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, program.code.replace('http://localhost:8787', worker.url))
  try {
    const { stdout } = await run(process.execPath, [file], { env: { ...process.env, OWNER_KEY } })
    expect(stdout.trim()).toBe('中国的首都是北京。')
  } finally {
    await rm(file, { force: true })
  }
})
