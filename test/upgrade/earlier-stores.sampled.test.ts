/** What earlier releases stored, kept in test/fixtures/ by those releases themselves, in today's Worker. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SiteDetails } from '../../protocol/schemas/owner-site.ts'
import type { Version } from '../../protocol/schemas/site-version.ts'
import type { TranscriptPage } from '../../protocol/schemas/transcript.ts'
import type { UsageDay } from '../../protocol/schemas/site-usage.ts'
import type { SessionView } from '../../protocol/schemas/session.ts'
import type { Turn } from '../../protocol/schemas/turn.ts'
import { SHOP, type Fixture } from '../support/stores/fixture.ts'
import { LONG_TEST } from '../support/sampling/patient.ts'
import { dropObjects, readFixture, RELEASES, restoreFixture } from '../support/stores/restore-fixture.ts'
import { OWNER_KEY, readEvents, runWorker, words, type Running } from '../support/running/running-worker.ts'
import { startTellingUpstream, type TellingUpstream } from '../support/upstreams/telling-upstream.ts'

let upstream: TellingUpstream
const started = new Map<string, Awaited<ReturnType<typeof start>>>()

beforeAll(async () => {
  upstream = await startTellingUpstream((_, messages) => ({ text: `Today: ${messages.at(-1)?.content}` }))
  for (const release of RELEASES) started.set(release, await start(release))
})
afterAll(async () => {
  for (const { worker } of started.values()) await worker.stop()
  await upstream?.stop()
})

async function start(release: string, restore = (state: string) => restoreFixture(release, state)) {
  const told = await readFixture(release)
  const worker = await runWorker({ OPENAI_BASE_URL: upstream.url }, { restore })
  return { told, worker, visitor: visitorOf(worker, told), owner: ownerOf(worker) }
}

/** How the visitor of the fixture speaks to the Worker. */
const visitorOf = (worker: Running, { token }: Fixture) => {
  const call = (method: string, path: string, body?: unknown) =>
    worker.call(path, { method, token, headers: { origin: SHOP }, ...(body !== undefined && { body }) })
  return {
    call,
    async turns(): Promise<Turn[]> {
      const response = await call('GET', '/v1/session')
      expect(response.status).toBe(200)
      const { turns }: SessionView = await response.json()
      return turns
    },
    async ask(text: string): Promise<string> {
      return words(await readEvents(await call('POST', '/v1/turns', { id: crypto.randomUUID(), text })))
    },
  }
}

const ownerOf = (worker: Running) => async (path: string) => {
  const response = await worker.call(`/v1/owner/sites/shop${path}`, { token: OWNER_KEY })
  expect(response.status).toBe(200)
  return response.json()
}

/** What the model hears of the conversation before. */
const EARLIER = [
  { role: 'user', content: 'Which pears are ripe?' },
  { role: 'assistant', content: 'Answer 0: Which pears are ripe?' },
  { role: 'user', content: '还有别的吗？' },
  { role: 'assistant', content: 'Answer 2: 还有别的吗？' },
]

test('there are fixtures of four releases, the last but one made by 0.1', () => {
  expect(RELEASES).toEqual(['2026-11-23-e7fca69', '2026-11-24-b27a915', '2026-11-26-2c07456', '2026-11-26-bc0a8fb'])
})

describe.for(RELEASES)('what %s stored', (release) => {
  const found = () => started.get(release) ?? expect.fail('it was not started')

  test('is there word for word, and its visitor’s token is valid', async () => {
    expect(found().told.turns).toHaveLength(2)
    expect(await found().visitor.turns()).toMatchObject(found().told.turns)
  })

  test('is sent with the next question, under the persona that was live', async () => {
    const question = `And now? ${release}`
    expect(await found().visitor.ask(question)).toBe(`Today: ${question}`)
    const asked = upstream.asked.find((messages) => messages.at(-1)?.content === question) ?? []
    expect(asked.slice(1)).toEqual([...EARLIER, { role: 'user', content: question }])
    expect(asked[0]?.content).toContain('You sell pears.')
  })

  test('can be rated, and retried where that is allowed', async () => {
    const [first, second, third] = await found().visitor.turns()
    const rate = { rating: 'down', comment: 'Not these.' }
    expect((await found().visitor.call('PUT', `/v1/turns/${second?.id}/feedback`, rate)).status).toBe(200)
    const again = await readEvents(await found().visitor.call('POST', `/v1/turns/${third?.id}/retry`, { attempt: 2 }))
    expect(words(again)).toBe(`Today: And now? ${release}`)
    const turns = await found().visitor.turns()
    expect(turns[0]).toEqual(first)
    expect(turns[1]).toMatchObject({ ...second, feedback: rate })
    expect(turns[2]).toMatchObject({ attempt: 2, earlierAttempts: [{ attempt: 1 }] })
  })

  test('is what its owner finds: the persona, its versions, the draft, the sums', async () => {
    const site: SiteDetails = await found().owner('')
    expect(site).toMatchObject({ live: { name: 'Pears & Co', retentionDays: 365 } })
    const { versions }: { versions: Version[] } = await found().owner('/versions')
    expect(versions.map(({ version, settings, note }) => [version, settings.name, note])).toEqual(
      found().told.hasOwner
        ? [
            [2, 'Plums & Co', 'plums'],
            [1, 'Pears & Co', ''],
          ]
        : [[0, 'Pears & Co', '']],
    )
    expect(site.draft?.settings.greeting).toBe(found().told.hasOwner ? 'Nearly ready.' : undefined)

    const day = found().told.turns[0]?.createdAt.slice(0, 10)
    const { days }: { days: UsageDay[] } = await found().owner(`/usage?from=${day}&to=${day}`)
    expect(days).toMatchObject([{ day, turns: 2, attempts: 3 }])
  })

  test('comes back from the history copy if the object’s own storage is gone', async () => {
    const { worker, visitor, told } = await start(release, async (state) => {
      await restoreFixture(release, state)
      await dropObjects(state)
    })
    try {
      expect(await visitor.turns()).toMatchObject(told.turns)
      const question = `From the copy? ${release}`
      await visitor.ask(question)
      const asked = upstream.asked.find((messages) => messages.at(-1)?.content === question) ?? []
      expect(asked.slice(1)).toEqual([...EARLIER, { role: 'user', content: question }])
    } finally {
      await worker.stop()
    }
  })
})

// What was stored before there was a search index is in it after its next turn, when the chat has paused.
test('is found among the transcripts by its first question, once it continues', LONG_TEST, async () => {
  for (const { owner } of started.values()) {
    const search = async (): Promise<TranscriptPage> => owner('/transcripts?text=ripe')
    await expect.poll(async () => (await search()).sessions.map(({ turns }) => turns), { timeout: 60_000 }).toEqual([3])
    expect((await search()).sessions).toMatchObject([{ title: 'Which pears are ripe?', downs: 1 }])
  }
})

test('a deleted site stays deleted, and a new site with its name continues the numbers', async () => {
  const { worker } = await start('2026-11-26-bc0a8fb')
  try {
    const opened = await worker.call('/v1/sites/gone/sessions', { method: 'POST', body: {}, headers: { origin: SHOP } })
    expect(opened.status).toBe(404)
    const settings = { name: 'Pears again', allowedOrigins: [SHOP] }
    const created = await worker.call('/v1/owner/sites', {
      method: 'POST',
      token: OWNER_KEY,
      body: { site: 'gone', settings },
    })
    expect(created.status).toBe(201)
    expect(await created.json()).toMatchObject({ version: 2, live: { name: 'Pears again' } })
  } finally {
    await worker.stop()
  }
})

test('a history copy of a newer release is an error that says what to do, and stays unchanged', async () => {
  const release = '2026-11-26-bc0a8fb'
  let file = ''
  const { worker, visitor, told } = await start(release, async (state) => {
    await restoreFixture(release, state)
    await dropObjects(state)
    const folder = path.join(state, 'v3/kv/HISTORY/blobs')
    file = path.join(folder, (await readdir(folder))[0] ?? '')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"version":1', '"version":2'))
  })
  try {
    const written = await readFile(file, 'utf8')
    const refused = [
      await visitor.call('GET', '/v1/session'),
      await visitor.call('POST', '/v1/turns', { id: crypto.randomUUID(), text: 'Lost?' }),
    ]
    for (const response of refused) {
      expect(response.status).toBe(503)
      expect(await response.json()).toMatchObject({ error: { code: 'history_unavailable' } })
    }
    expect(worker.log.join('\n')).toContain('a newer release wrote this history: deploy that one again')
    expect(await readFile(file, 'utf8')).toBe(written)
    expect(written).toContain('"version":2')

    // The release that wrote it is there again.
    await writeFile(file, written.replace('"version":2', '"version":1'))
    expect(await visitor.turns()).toMatchObject(told.turns)
  } finally {
    await worker.stop()
  }
})
