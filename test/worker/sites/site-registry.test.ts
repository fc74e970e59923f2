/** The desk on the real storage of a real Durable Object, with the real KV, which fails where a test says so. */
import { env, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { Failure } from '../../../protocol/failure.ts'
import { settingsSchema, type Settings } from '../../../protocol/site.ts'
import { siteRegistryClient, type SiteRegistry } from '../../../worker/sites/site-registry.ts'
import { RegistryObject } from '../../../worker/sites/registry-object.ts'
import { kvSiteCopies, type SiteCopies } from '../../../worker/sites/site-copies.ts'
import { kvSites } from '../../../worker/sites/read-site.ts'

const copies = kvSiteCopies(env.PERSONAS)
const sites = kvSites(env.PERSONAS, { demoOrigins: [] })
const settings = (over: Partial<Settings> = {}): Settings => ({ ...v.parse(settingsSchema(), {}), ...over })
/** A site’s writes are a second apart: the tests wait side by side. */
const newName = () => `s-${crypto.randomUUID()}`.slice(0, 30)

/** A desk nobody else uses. */
const newStub = () => env.DESKS.getByName(crypto.randomUUID())
type Stub = ReturnType<typeof newStub>
const deskAt = (stub: Stub): SiteRegistry =>
  siteRegistryClient((order) => stub.fetch('https://desk/', { method: 'POST', body: JSON.stringify(order) }))
const newDesk = () => deskAt(newStub())

/** Fails with a write's own error, with the write made or not. */
const failing = (isWritten: boolean): SiteCopies => ({
  ...copies,
  async write(name, copy) {
    if (isWritten) await copies.write(name, copy)
    throw new Error('KV PUT failed: 503 Service Unavailable')
  },
})

const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no failure',
    (error: unknown) => (error instanceof Failure ? error.code : error),
  )

/** What a visitor's question would be answered by. */
const stored = async (site: string): Promise<unknown> => JSON.parse((await copies.read(site)) ?? 'null')

async function publish(siteRegistry: SiteRegistry, site: string, over: Partial<Settings>, note = '') {
  const { version, draft } = await siteRegistry.read(site)
  const { revision } = await siteRegistry.saveDraft(site, settings(over), draft?.revision ?? 0)
  return siteRegistry.publish(site, { revision, live: version, note })
}

describe.concurrent('publishing', () => {
  test('copies what differs from the defaults to KV, under the next number', async () => {
    const siteRegistry = newDesk()
    const site = newName()
    expect(await siteRegistry.create(site, settings({ name: 'One' }))).toMatchObject({
      version: 1,
      paused: false,
      draft: null,
    })
    expect(await stored(site)).toEqual({ name: 'One', version: 1, paused: false })
    expect(await publish(siteRegistry, site, { name: 'Two', temperature: 1 }, 'warmer')).toMatchObject({
      version: 2,
      note: 'warmer',
      settings: { name: 'Two' },
    })
    expect(await stored(site)).toEqual({ name: 'Two', temperature: 1, version: 2, paused: false })
    expect(await sites.read(site)).toMatchObject({ name: 'Two', version: 2, instructions: settings().instructions })
    const details = await siteRegistry.read(site)
    expect(details).toMatchObject({ site, name: 'Two', version: 2, draft: null, draftedAt: null })
    expect(details.live).toEqual(settings({ name: 'Two', temperature: 1 }))
    expect((await siteRegistry.versions(site, null)).map(({ version, note }) => [version, note])).toEqual([
      [2, 'warmer'],
      [1, ''],
    ])
    expect((await siteRegistry.versions(site, 2)).map(({ version }) => version)).toEqual([1])
  })

  test('by two owners at once tells one of them to look again', async () => {
    const siteRegistry = newDesk()
    const site = newName()
    await siteRegistry.create(site, settings())
    const { revision } = await siteRegistry.saveDraft(site, settings({ name: 'Both' }), 0)
    const both = [1, 2].map((n) => codeOf(siteRegistry.publish(site, { revision, live: 1, note: `owner ${n}` })))
    expect((await Promise.all(both)).toSorted()).toEqual(['no failure', 'settings_conflict'])
    expect((await siteRegistry.versions(site, null)).map(({ version }) => version)).toEqual([2, 1])
  })

  test('a draft that someone else changed, or over a version that someone else published, is refused', async () => {
    const siteRegistry = newDesk()
    const site = newName()
    await siteRegistry.create(site, settings())
    const first = await siteRegistry.saveDraft(site, settings({ name: 'A' }), 0)
    expect(await codeOf(siteRegistry.saveDraft(site, settings({ name: 'B' }), 0))).toBe('settings_conflict')
    const second = await siteRegistry.saveDraft(site, settings({ name: 'B' }), first.revision)
    expect(await codeOf(siteRegistry.publish(site, { revision: first.revision, live: 1, note: '' }))).toBe(
      'settings_conflict',
    )
    expect(await codeOf(siteRegistry.publish(site, { revision: second.revision, live: 0, note: '' }))).toBe(
      'settings_conflict',
    )
    expect(await stored(site)).toMatchObject({ version: 1 })
    expect(await codeOf(siteRegistry.dropDraft(site, first.revision))).toBe('settings_conflict')
    expect((await siteRegistry.read(site)).draft).toEqual(second)
    await siteRegistry.dropDraft(site, second.revision)
    // Nothing to drop is no trouble: somebody was quicker.
    await siteRegistry.dropDraft(site, second.revision)
    const third = await siteRegistry.saveDraft(site, settings({ name: 'C' }), 0)
    // A number that an old page still holds never means another draft.
    expect([first.revision, second.revision]).not.toContain(third.revision)
  })

  test('keeps KV’s writes for one site a second apart', async () => {
    const site = newName()
    await runInDurableObject(newStub(), async (_instance, { storage }) => {
      const times: number[] = []
      const siteRegistry = new RegistryObject({
        storage,
        log: () => {},
        copies: { ...copies, write: async (...write) => (times.push(Date.now()), copies.write(...write)) },
      })
      await siteRegistry.create(site, settings())
      await Promise.all([siteRegistry.pause(site, true), siteRegistry.pause(site, false)])
      expect(times).toHaveLength(3)
      for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] ?? 0)).toBeGreaterThan(1000)
    })
    expect(await stored(site)).toMatchObject({ paused: false })
  })
})

describe.concurrent('when KV fails', () => {
  test.for([false, true])('nothing has changed, whether it wrote or not (%s)', async (isWritten) => {
    const stub = newStub()
    const site = newName()
    await deskAt(stub).create(site, settings({ name: 'One' }))
    await runInDurableObject(stub, async (_instance, { storage }) => {
      const siteRegistry = new RegistryObject({ storage, copies: failing(isWritten), log: () => {} })
      const { revision } = await siteRegistry.saveDraft(site, settings({ name: 'Two' }), 0)
      const before = await siteRegistry.read(site)
      expect(await codeOf(siteRegistry.publish(site, { revision, live: 1, note: '' }))).toBe('publish_failed')
      expect(await codeOf(siteRegistry.pause(site, true))).toBe('publish_failed')
      expect(await codeOf(siteRegistry.remove(site))).toBe('publish_failed')
      expect(await siteRegistry.read(site)).toEqual(before)
      expect(await siteRegistry.versions(site, null)).toHaveLength(1)
      expect(await codeOf(siteRegistry.create(newName(), settings()))).toBe('publish_failed')
    })
    // What KV holds is brought to what holds.
    expect(await runDurableObjectAlarm(stub)).toBe(true)
    expect(await stored(site)).toEqual({ name: 'One', version: 1, paused: false })
    expect(await copies.names()).toContain(site)
    // The same draft is tried again; KV may have shown it under 2, so it is 2.
    const siteRegistry = deskAt(stub)
    const { draft } = await siteRegistry.read(site)
    const again = await siteRegistry.publish(site, { revision: draft?.revision ?? 0, live: 1, note: '' })
    expect(again).toMatchObject({ version: 2, settings: { name: 'Two' } })
  })

  test('a number that was tried is never used for other settings', async () => {
    const stub = newStub()
    const site = newName()
    await deskAt(stub).create(site, settings())
    await runInDurableObject(stub, async (_instance, { storage }) => {
      const siteRegistry = new RegistryObject({ storage, copies: failing(true), log: () => {} })
      const { revision } = await siteRegistry.saveDraft(site, settings({ name: 'Two' }), 0)
      expect(await codeOf(siteRegistry.publish(site, { revision, live: 1, note: '' }))).toBe('publish_failed')
    })
    expect(await publish(deskAt(stub), site, { name: 'Other' })).toMatchObject({ version: 3 })
    expect((await deskAt(stub).versions(site, null)).map(({ version }) => version)).toEqual([3, 1])
  })

  test('a crash between the number and KV’s response leaves the old version live, in KV and here', async () => {
    const stub = newStub()
    const site = newName()
    await deskAt(stub).create(site, settings({ name: 'One' }))
    await runInDurableObject(stub, async (_instance, { storage }) => {
      let isWritten = () => {}
      const written = new Promise<void>((resolve) => (isWritten = resolve))
      // KV has taken it, and whoever asked never hears of it.
      const deaf: SiteCopies = {
        ...copies,
        async write(name, copy) {
          await copies.write(name, copy)
          isWritten()
          await new Promise(() => {})
        },
      }
      const crashing = new RegistryObject({ storage, copies: deaf, log: () => {} })
      const { revision } = await crashing.saveDraft(site, settings({ name: 'Two' }), 0)
      void crashing.publish(site, { revision, live: 1, note: '' })
      await written
      expect(await stored(site)).toMatchObject({ name: 'Two', version: 2 })

      const reborn = new RegistryObject({ storage, copies, log: () => {} })
      expect(await reborn.read(site)).toMatchObject({ version: 1, name: 'One', draft: { revision } })
      expect(await storage.getAlarm()).not.toBeNull()
      await reborn.alarm()
      expect(await stored(site)).toEqual({ name: 'One', version: 1, paused: false })
      await reborn.saveDraft(site, settings({ name: 'Three' }), revision)
      const next = await reborn.publish(site, { revision: revision + 1, live: 1, note: '' })
      expect(next.version).toBe(3)
    })
  })
})

describe.concurrent('a site', () => {
  test('that was published by hand is adopted when it is found', async () => {
    const siteRegistry = newDesk()
    const [byHand, broken, noJson] = [newName(), newName(), newName()]
    await copies.write(byHand, { name: 'By hand', version: 7, paused: true })
    await copies.write(broken, { name: 'Half right', temperature: 9, nonsense: 1 })
    await env.PERSONAS.put(`site:${noJson}`, '{')
    const all = await siteRegistry.list()
    expect(all.find(({ site }) => site === byHand)).toMatchObject({ name: 'By hand', version: 7, paused: true })
    expect(all.find(({ site }) => site === 'demo')).toMatchObject({ version: 0, publishedAt: null })
    expect((await siteRegistry.read(broken)).live).toEqual(settings({ name: 'Half right' }))
    expect(all.map(({ site }) => site)).toContain(noJson)
    expect(await publish(siteRegistry, byHand, { name: 'By us' })).toMatchObject({ version: 8 })
    await publish(siteRegistry, broken, { name: 'All right' })
    expect(await sites.read(broken)).toMatchObject({ name: 'All right', version: 1 })
  })

  test('is paused without a new version, and stays paused when something is published', async () => {
    const siteRegistry = newDesk()
    const site = newName()
    await siteRegistry.create(site, settings())
    expect(await siteRegistry.pause(site, true)).toMatchObject({ paused: true, version: 1 })
    await publish(siteRegistry, site, { name: 'Two' })
    expect(await sites.read(site)).toMatchObject({ paused: true, version: 2, name: 'Two' })
    await siteRegistry.pause(site, false)
    expect(await sites.read(site)).toMatchObject({ paused: false, version: 2 })
  })

  test('returns to a version under that version’s own number', async () => {
    const siteRegistry = newDesk()
    const site = newName()
    await siteRegistry.create(site, settings({ name: 'One' }))
    await publish(siteRegistry, site, { name: 'Two' })
    expect(await codeOf(siteRegistry.goLive(site, { version: 1, live: 1 }))).toBe('settings_conflict')
    expect(await codeOf(siteRegistry.goLive(site, { version: 9, live: 2 }))).toBe('unknown_version')
    expect(await siteRegistry.goLive(site, { version: 1, live: 2 })).toMatchObject({ version: 1, name: 'One' })
    expect(await stored(site)).toEqual({ name: 'One', version: 1, paused: false })
    expect(await publish(siteRegistry, site, { name: 'Three' })).toMatchObject({ version: 3 })
  })

  test('that was deleted and created again continues its numbers', async () => {
    const siteRegistry = newDesk()
    const site = newName()
    await siteRegistry.create(site, settings({ name: 'One' }))
    await siteRegistry.saveDraft(site, settings({ name: 'Draft' }), 0)
    await siteRegistry.remove(site)
    expect(await stored(site)).toBeNull()
    expect(await codeOf(siteRegistry.read(site))).toBe('unknown_site')
    expect((await siteRegistry.list()).map((one) => one.site)).not.toContain(site)
    expect(await siteRegistry.create(site, settings({ name: 'New' }))).toMatchObject({ version: 2, draft: null })
    expect((await siteRegistry.versions(site, null)).map(({ version }) => version)).toEqual([2])
  })

  test('has its own name', async () => {
    const siteRegistry = newDesk()
    const site = newName()
    await siteRegistry.create(site, settings())
    expect(await codeOf(siteRegistry.create(site, settings()))).toBe('site_exists')
    expect(await codeOf(siteRegistry.create('demo', settings()))).toBe('site_exists')
    for (const name of ['preview-x', 'Shop', '', 'a/b', '__proto__', 'x'.repeat(64)]) {
      expect(await codeOf(siteRegistry.create(name, settings()))).toBe('site_name_invalid')
      expect(await codeOf(siteRegistry.read(name))).toBe('unknown_site')
    }
    expect(await codeOf(siteRegistry.remove('demo'))).toBe('demo_stays')
  })
})

test('a preview is listed nowhere and allows only one origin', async () => {
  const siteRegistry = newDesk()
  const site = newName()
  await siteRegistry.create(site, settings())
  const draft = settings({ name: 'Draft', allowedOrigins: ['https://shop.example'], retentionDays: 90 })
  const preview = await siteRegistry.preview(site, draft, 'https://chat.example')
  expect(preview.site).toMatch(/^preview-[0-9a-f]{32}$/)
  expect(await sites.read(preview.site)).toMatchObject({
    name: 'Draft',
    allowedOrigins: ['https://chat.example'],
    retentionDays: 1,
  })
  const { keys } = await env.PERSONAS.list({ prefix: `site:${preview.site}` })
  expect(Math.abs((keys[0]?.expiration ?? 0) * 1000 - Date.parse(preview.expiresAt))).toBeLessThan(5000)
  expect(await copies.names()).not.toContain(preview.site)
  expect((await siteRegistry.list()).map((one) => one.site)).not.toContain(preview.site)
})

test.for(['文', 'ß', 'é', '\u{1f525}', '\u{10ffff}', 'ا', '\0', '"\\\n', 'e\u0301', '\ufeff'])(
  '8,000 characters of %j come back byte for byte',
  async (sign) => {
    const siteRegistry = newDesk()
    const site = newName()
    const instructions = sign.repeat(8000).slice(0, 8000)
    const created = await siteRegistry.create(site, settings({ instructions }))
    expect(created.live.instructions === instructions).toBe(true)
    expect((await sites.read(site)).instructions === instructions).toBe(true)
    expect((await siteRegistry.versions(site, null))[0]?.settings.instructions === instructions).toBe(true)
    const draft = await siteRegistry.saveDraft(site, settings({ instructions }), 0)
    expect(draft.settings.instructions === instructions).toBe(true)
    expect((await siteRegistry.read(site)).draft?.settings.instructions === instructions).toBe(true)
  },
)
