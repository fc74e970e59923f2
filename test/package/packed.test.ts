/** What `npm pack` makes of dist/package, as somebody who installs it meets it. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '../..')
const run = promisify(execFile)

let project: string
let installed: string
let files: string[]

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', project], {
    cwd: path.join(ROOT, 'dist/package'),
  })
  const packed: unknown = JSON.parse(stdout)
  // npm 11 lists packages, npm 12 has them by their name.
  const [one]: { filename: string; files: { path: string }[] }[] = Object.values(Object(packed))
  if (!one) throw new Error(`npm pack said ${stdout}`)
  files = one.files.map((file) => file.path)
  installed = path.join(project, 'node_modules/inglenook-chat')
  await mkdir(path.join(project, 'node_modules/@types'), { recursive: true })
  await mkdir(installed)
  await run('tar', ['-xzf', path.join(project, path.basename(one.filename)), '--strip-components=1', '-C', installed])
  for (const name of ['react', '@types/react']) {
    await symlink(path.join(ROOT, 'node_modules', name), path.join(project, 'node_modules', name))
  }
})

afterAll(async () => {
  if (project) await rm(project, { recursive: true, force: true })
})

test('publint reports nothing', async () => {
  const { messages, pkg } = await publint({ pkgDir: installed, pack: false, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([])
})

test('it has modules, types, a licence and a README, and the project’s version', async () => {
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'mount.js', 'react.js', 'types/widget/package/mount.d.ts']),
  )
  expect(files.filter((file) => !/^(LICENSE|README\.md|package\.json|\w+\.js|types\/.+\.d\.ts)$/.test(file))).toEqual(
    [],
  )
  const manifest = async (folder: string) => JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'))
  expect((await manifest(installed)).version).toBe((await manifest(ROOT)).version)
})

test('bundlers are told not to touch the Worker’s modules', async () => {
  const code = await readFile(path.join(installed, 'mount.js'), 'utf8')
  expect(code.match(/import\(/g)).toHaveLength(1)
  expect(code).toMatch(/import\(\s*\/\* webpackIgnore: true \*\/\s*\/\* @vite-ignore \*\//)
})

const CONSUMER = `
import { mount, type Chat } from 'inglenook-chat'
import { InglenookChat } from 'inglenook-chat/react'
import { createElement } from 'react'

const chat: Chat = mount({ site: 'acme', api: 'https://chat.example', theme: 'dark', zIndex: 7, target: document.body })
chat.on('message:complete', ({ detail }) => detail.text.trim() + detail.site)
chat.on('unread', ({ detail }) => detail.count.toFixed())
chat.update({ locale: 'ar' })
chat.destroy()
export const element = createElement(InglenookChat, { site: 'acme', api: 'https://chat.example', inline: true, onMount: (chat) => chat.open() })

// @ts-expect-error which site?
mount({ api: 'https://chat.example' })
// @ts-expect-error no such theme
mount({ site: 'acme', api: 'https://chat.example', theme: 'no-such-theme' })
// @ts-expect-error no such event
chat.on('closed', () => {})
// @ts-expect-error an answer has no count
chat.on('message:complete', ({ detail }) => detail.count)
// @ts-expect-error which Worker?
createElement(InglenookChat, { site: 'acme' })
`

test.for([
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
])('a strict project compiles against it, and mistakes are reported: %s', async ([moduleResolution, module]) => {
  await writeFile(path.join(project, 'package.json'), '{"type":"module"}')
  await writeFile(path.join(project, 'consumer.ts'), CONSUMER)
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: [],
    module,
    moduleResolution,
  }
  await writeFile(path.join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
  const compiled = await run(process.execPath, [
    path.join(ROOT, 'node_modules/typescript/bin/tsc'),
    '-p',
    project,
  ]).catch((error: { stdout: string }) => error)
  expect(compiled.stdout).toBe('')
})
