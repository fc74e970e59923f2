/** How what is written gets to the Worker, and what happens when it does not. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Refusal, type Ask } from '../../../console/api/ask.ts'
import type { Kept } from '../../../console/persona/form/kept.ts'
import { draftOf, theirSettings } from '../../../console/persona/draft.ts'
import type { Draft, SiteDetails } from '../../../protocol/schemas/owner-site.ts'
import type { Version } from '../../../protocol/schemas/site-version.ts'
import { field } from '../../../protocol/record.ts'
import { readSettings } from '../../../protocol/read-settings.ts'
import { fieldsOf } from '../../../protocol/setting-fields.ts'
import { settingsSchema, type Settings } from '../../../protocol/site.ts'
import { askByPath, type AskedByPath } from '../../support/api/ask-by-path.ts'

const defaults = v.parse(settingsSchema(), {})
const WHEN = '2026-11-26T00:00:00Z'

/** The desk of a Worker, as far as one site goes; it can be cut off. */
function desk() {
  let details: SiteDetails = {
    site: 'demo',
    name: defaults.name,
    paused: false,
    version: 3,
    publishedAt: WHEN,
    draftedAt: null,
    live: defaults,
    draft: null,
  }
  let revisions = 0
  const state = { trouble: null as string | null, asked: [] as string[], details: () => details }
  function answer(path: string, method: string, body: unknown): SiteDetails | Draft | Version | undefined {
    if (method === 'GET') return details
    if (path.endsWith('/draft') && method === 'DELETE') {
      if (details.draft && details.draft.revision !== field(body, 'revision')) throw new Refusal('settings_conflict')
      details = { ...details, draft: null }
      return undefined
    }
    if ((details.draft?.revision ?? 0) !== field(body, 'revision')) throw new Refusal('settings_conflict')
    if (path.endsWith('/draft')) {
      const { settings } = readSettings(field(body, 'settings'))
      if (!settings) throw new Refusal('settings_invalid')
      const draft = { settings, revision: ++revisions, basedOn: 3, updatedAt: WHEN }
      details = { ...details, draft }
      return draft
    }
    if (details.version !== field(body, 'live') || !details.draft) throw new Refusal('settings_conflict')
    const version = { version: details.version + 1, publishedAt: WHEN, note: '', settings: details.draft.settings }
    details = { ...details, version: version.version, live: version.settings, draft: null }
    return version
  }
  function respond({ path, method, body }: AskedByPath) {
    state.asked.push(`${method} ${path}`)
    if (state.trouble) throw new Refusal(state.trouble)
    return answer(path, method, JSON.parse(JSON.stringify(body ?? null)))
  }
  return { ...state, state, respond, ask: askByPath(respond) }
}

function owner(ask: Ask, kept: { now: Kept | null } = { now: null }) {
  let waiting: (() => void) | null = null
  const draft = draftOf({
    site: 'demo',
    fields: fieldsOf(settingsSchema().entries),
    read: readSettings,
    ask,
    keep: {
      read: () => kept.now,
      write: (next) => {
        kept.now = next
        return true
      },
      forget: () => void (kept.now = null),
    },
    later(act) {
      waiting = act
      return () => void (waiting = null)
    },
  })
  return { draft, kept, isWaiting: () => waiting !== null }
}

const named = (settings: Settings | undefined): string | undefined => settings?.name

test('a change is stored in the browser at once, saved after a pause, and then removed from the browser', async () => {
  const worker = desk()
  const { draft, kept, isWaiting } = owner(worker.ask)
  await draft.open()
  expect(draft.saving.value.state).toBe('saved')
  draft.write('name', 'Ada')
  expect(draft.saving.value.state).toBe('waiting')
  expect(isWaiting()).toBe(true)
  expect(kept.now).toMatchObject({ revision: 0, written: { name: 'Ada' } })
  expect(await draft.save()).toBe(true)
  expect(kept.now).toBeNull()
  expect(named(worker.state.details().draft?.settings)).toBe('Ada')

  worker.state.asked.length = 0
  expect(await draft.save()).toBe(true)
  expect(worker.state.asked).toEqual([])
})

test('a change made while saving is saved afterwards', async () => {
  const worker = desk()
  const { draft } = owner(worker.ask)
  await draft.open()
  draft.write('name', 'A')
  const saved = draft.save()
  draft.write('name', 'Ada')
  expect(await saved).toBe(true)
  expect(named(worker.state.details().draft?.settings)).toBe('Ada')
  expect(worker.state.asked.filter((line) => line.startsWith('PUT'))).toHaveLength(2)
})

test('an invalid setting is not sent, and is restored', async () => {
  const worker = desk()
  const first = owner(worker.ask)
  await first.draft.open()
  first.draft.write('temperature', 'warm')
  expect(await first.draft.save()).toBe(false)
  expect(first.draft.saving.value.state).toBe('invalid')
  expect(worker.state.asked).toEqual(['GET /sites/demo'])

  const again = owner(worker.ask, first.kept)
  await again.draft.open()
  expect(again.draft.written.value['temperature']).toBe('warm')
  expect(again.draft.cameBack.value).toBe(true)
  expect(again.draft.problems.value).toMatchObject([{ path: 'temperature' }])
})

test.for(['offline', 'publish_failed', 'internal'])('%s loses nothing, and saving is tried again', async (trouble) => {
  const worker = desk()
  const { draft, kept, isWaiting } = owner(worker.ask)
  await draft.open()
  worker.state.trouble = trouble
  draft.write('name', 'Ada')
  expect(await draft.save()).toBe(false)
  expect(draft.saving.value).toMatchObject({ state: 'failed', refusal: { code: trouble } })
  expect(kept.now).toMatchObject({ written: { name: 'Ada' } })
  expect(isWaiting()).toBe(true)
  worker.state.trouble = null
  expect(await draft.save()).toBe(true)
  expect(draft.saving.value.state).toBe('saved')
})

test('two owners edit: the second one is told, and either text may win', async () => {
  const worker = desk()
  const [one, other] = [owner(worker.ask), owner(worker.ask)]
  await Promise.all([one.draft.open(), other.draft.open()])
  one.draft.write('name', 'Ada')
  await one.draft.save()
  other.draft.write('name', 'Bo')
  expect(await other.draft.save()).toBe(false)
  const { value } = other.draft.saving
  if (value.state !== 'conflict') throw new Error(value.state)
  expect(named(theirSettings(value.theirs, null))).toBe('Ada')
  expect(named(worker.state.details().draft?.settings)).toBe('Ada')
  expect(other.kept.now).toMatchObject({ written: { name: 'Bo' } })

  expect(await other.draft.overwrite()).toBe(true)
  expect(named(worker.state.details().draft?.settings)).toBe('Bo')

  one.draft.write('name', 'Cy')
  expect(await one.draft.save()).toBe(false)
  await one.draft.takeTheirs()
  expect(one.draft.written.value['name']).toBe('Bo')
  expect(one.draft.saving.value.state).toBe('saved')
})

test('two owners edit different settings: both changes stay, and no question is asked', async () => {
  const worker = desk()
  const [one, other] = [owner(worker.ask), owner(worker.ask)]
  await Promise.all([one.draft.open(), other.draft.open()])
  one.draft.write('name', 'Ada')
  await one.draft.save()
  other.draft.write('greeting', 'Welcome!')
  expect(await other.draft.save()).toBe(true)
  expect(worker.state.details().draft?.settings).toMatchObject({ name: 'Ada', greeting: 'Welcome!' })
  expect(other.draft.written.value['name']).toBe('Ada')
  expect(other.draft.joined.value).toBe(1)
  expect(other.kept.now).toBeNull()

  await one.draft.look()
  expect(one.draft.written.value).toMatchObject({ name: 'Ada', greeting: 'Welcome!' })
  expect(one.draft.saving.value.state).toBe('saved')
  await one.draft.look()
  expect(one.draft.joined.value).toBe(1)
})

test('when two owners edit, only settings that both have changed need a decision', async () => {
  const worker = desk()
  const [one, other] = [owner(worker.ask), owner(worker.ask)]
  await Promise.all([one.draft.open(), other.draft.open()])
  one.draft.write('name', 'Ada')
  one.draft.write('placeholder', 'Ask Ada')
  await one.draft.save()
  other.draft.write('name', 'Bo')
  other.draft.write('greeting', 'Welcome!')
  expect(await other.draft.save()).toBe(false)
  expect(other.draft.saving.value).toMatchObject({ state: 'conflict', both: ['name'] })
  expect(other.draft.written.value).toMatchObject({ name: 'Bo', greeting: 'Welcome!', placeholder: 'Ask Ada' })
  await other.draft.takeTheirs()
  expect(other.draft.saving.value.state).toBe('saved')
  expect(worker.state.details().draft?.settings).toMatchObject({
    name: 'Ada',
    greeting: 'Welcome!',
    placeholder: 'Ask Ada',
  })
})

test('what a browser stored is merged with what was saved elsewhere in the meantime', async () => {
  const worker = desk()
  const away = owner(worker.ask)
  await away.draft.open()
  worker.state.trouble = 'offline'
  away.draft.write('greeting', 'Welcome!')
  await away.draft.save()
  worker.state.trouble = null
  const other = owner(worker.ask)
  await other.draft.open()
  other.draft.write('name', 'Ada')
  await other.draft.save()
  const again = owner(worker.ask, away.kept)
  await again.draft.open()
  expect(again.draft.saving.value.state).toBe('saved')
  expect(worker.state.details().draft?.settings).toMatchObject({ name: 'Ada', greeting: 'Welcome!' })
})

test('while the owner edits here, looking for changes elsewhere changes nothing', async () => {
  const worker = desk()
  const [one, other] = [owner(worker.ask), owner(worker.ask)]
  await Promise.all([one.draft.open(), other.draft.open()])
  one.draft.write('name', 'Ada')
  await one.draft.save()
  other.draft.write('name', 'Bo')
  await other.draft.look()
  expect(other.draft.written.value['name']).toBe('Bo')
  expect(other.draft.saving.value.state).toBe('waiting')
})

test('a lost response does not cause a conflict with oneself', async () => {
  const worker = desk()
  let isLost = true
  const losing = askByPath((question) => {
    const answer = worker.respond(question)
    if (question.method !== 'PUT' || !isLost) return answer
    isLost = false
    throw new Refusal('offline')
  })
  const { draft } = owner(losing)
  await draft.open()
  draft.write('name', 'Ada')
  expect(await draft.save()).toBe(false)
  expect(await draft.save()).toBe(true)
  draft.write('name', 'Ada L.')
  expect(await draft.save()).toBe(true)
})

test('two owners publish at once: the second one is told what is live now, and may publish anyway', async () => {
  const worker = desk()
  const one = owner(worker.ask)
  await one.draft.open()
  one.draft.write('name', 'Ada')
  await one.draft.save()
  const other = owner(worker.ask)
  await other.draft.open()
  expect(await one.draft.publish('')).toMatchObject({ version: 4 })
  expect(await other.draft.publish('')).toBeNull()
  const { value } = other.draft.saving
  if (value.state !== 'conflict') throw new Error(value.state)
  expect(value.theirs.version).toBe(4)

  other.draft.write('name', 'Bo')
  expect(other.draft.saving.value.state).toBe('conflict')
  expect(await other.draft.overwrite()).toBe(true)
  expect(await other.draft.publish('')).toMatchObject({ version: 5, settings: { name: 'Bo' } })
})

test('a draft that someone else has published does not come back as one’s own', async () => {
  const worker = desk()
  const one = owner(worker.ask)
  await one.draft.open()
  one.draft.write('name', 'Ada')
  await one.draft.save()
  one.draft.write('temperature', 'warm')
  const other = owner(worker.ask)
  await other.draft.open()
  await other.draft.publish('')
  const again = owner(worker.ask, one.kept)
  await again.draft.open()
  expect(again.draft.saving.value.state).toBe('conflict')
  expect(again.draft.written.value['temperature']).toBe('warm')
})

test('discarding removes the draft that the owner saw; what someone else wrote in the meantime stays', async () => {
  const worker = desk()
  const [mine, theirs] = [owner(worker.ask), owner(worker.ask)]
  await mine.draft.open()
  mine.draft.write('name', 'Ada')
  await mine.draft.save()
  await theirs.draft.open()
  theirs.draft.write('name', 'Grace')
  await theirs.draft.save()
  await expect(mine.draft.discard()).rejects.toMatchObject({ code: 'settings_conflict' })
  expect(named(worker.state.details().draft?.settings)).toBe('Grace')
  expect(named(mine.draft.settings.value ?? undefined)).toBe('Ada')

  await theirs.draft.discard()
  expect(worker.state.details().draft).toBeNull()
  expect(named(theirs.draft.settings.value ?? undefined)).toBe(defaults.name)
})

test('a version that is made live while the draft is being saved waits for it, and stays live', async () => {
  const worker = desk()
  const saving = Promise.withResolvers<void>()
  const asked: string[] = []
  const ask = askByPath(async (question) => {
    const { method, path } = question
    asked.push(`${method} ${path}`)
    // As the Worker answers: the older version is published anew, and the draft stays.
    if (path.endsWith('/live')) return { ...worker.state.details(), version: 4 }
    if (path.endsWith('/draft')) await saving.promise
    return worker.respond(question)
  })
  const { draft } = owner(ask)
  await draft.open()
  draft.write('name', 'Ada')
  const live = draft.goLive(2)
  expect(asked).toEqual(['GET /sites/demo', 'PUT /sites/demo/draft'])
  saving.resolve()
  await live
  expect(asked.at(-1)).toBe('PUT /sites/demo/live')
  expect(draft.details.now.value).toMatchObject({ state: 'there', value: { version: 4, draft: { revision: 1 } } })
  expect(draft.saving.value.state).toBe('saved')
})
