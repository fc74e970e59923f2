/** Who may read our source maps: Cloudflare, for the stack traces of our log, and nobody else. */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '../..')

test('`npm run deploy` sends the Worker with its source map', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  try {
    const form = path.join(folder, 'form')
    const { scripts } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'))
    // Before it, files of earlier releases are fetched: test/deploy/keep-earlier.test.ts.
    const [, ...words] = String(scripts.deploy).split(' && ').at(-1)?.split(' ') ?? []
    await promisify(execFile)(
      process.execPath,
      ['node_modules/wrangler/bin/wrangler.js', ...words, '--dry-run', '--outfile', form],
      { cwd: ROOT, env: { ...process.env, WRANGLER_SEND_METRICS: 'false' } },
    )
    const sent = [...(await readFile(form, 'latin1')).matchAll(/form-data; name="([^"]+)"; filename/g)]
    expect(sent.map(([, name]) => name).toSorted()).toEqual(['index.js', 'index.js.map'])
    expect(await readdir(path.join(ROOT, 'dist/worker'))).toEqual(['index.js', 'index.js.map'])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('nothing that is served is a source map or points to one', async () => {
  const folder = path.join(ROOT, 'dist/assets')
  const names = await readdir(folder, { recursive: true })
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name) => name.endsWith('.map'))).toEqual([])
  for (const name of names.filter((each) => /\.(js|css|html)$/.test(each))) {
    expect(await readFile(path.join(folder, name), 'utf8'), name).not.toMatch(/sourceMappingURL=/)
  }
})
