/** What `npm start` has stored is found again when `npm run setup` has written the ids of deployed stores into wrangler.toml. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { changed, readWranglerToml } from '../../deploy/wrangler-toml.ts'
import { startWorker } from '../../demo/worker.ts'
import { OWNER_KEY, SESSION_KEYS } from '../support/running/canaries.ts'

const ROOT = path.join(import.meta.dirname, '../..')

test('a persona that was published before a restart still answers afterwards', async () => {
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  const config = path.join(state, 'deployed.toml')
  const toml = await readWranglerToml(ROOT)
  const namespaces = { HISTORY: 'a'.repeat(32), PERSONAS: 'b'.repeat(32) }
  await writeFile(config, changed(toml, { name: 'shop-chat', namespaces }))
  expect(await readFile(config, 'utf8')).toContain(`id = "${namespaces.PERSONAS}"`)
  const start = (more: { config?: string }) =>
    startWorker({
      host: '127.0.0.1',
      port: 0,
      state,
      bindings: { SESSION_KEYS, OWNER_KEY, DEMO_ORIGINS: '' },
      assets: path.join(ROOT, 'dist/assets'),
      log: () => {},
      ...more,
    })
  const origin = 'https://shop.example'
  try {
    const before = await start({})
    const made = await fetch(`${before.url}/v1/owner/sites`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OWNER_KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ site: 'shop', settings: { name: '百晓生', allowedOrigins: [origin] } }),
    })
    await before.dispose()
    expect(made.status).toBe(201)

    const after = await start({ config })
    const seen = await fetch(`${after.url}/v1/sites/shop`, { headers: { origin } })
    const view: unknown = await seen.json()
    await after.dispose()
    expect(view).toMatchObject({ name: '百晓生' })
  } finally {
    await rm(state, { recursive: true, force: true })
  }
})
