/** The list behind the transcripts screen, against a Worker that is a function. */
import { expect, test } from 'vitest'
import { Refusal } from '../../../console/api/ask.ts'
import { exportTranscripts, type Exporting } from '../../../console/transcripts/export/export.ts'
import { partsOf } from '../../../console/transcripts/list/excerpt.ts'
import { changed, NO_FILTER, readSpot, restOf } from '../../../console/transcripts/list/filter.ts'
import { transcriptList } from '../../../console/transcripts/list/transcript-list.ts'
import { whileVisible } from '../../../console/api/while-visible.ts'
import { EXPORT_SESSIONS } from '../../../protocol/sizes.ts'
import { askByPath } from '../../support/api/ask-by-path.ts'
import { summaryOf, transcriptOf } from './transcripts.ts'

const PAGES: Readonly<Record<string, { names: string[]; next: string | null }>> = {
  '': { names: ['a', 'b', 'c'], next: '1' },
  '1': { names: ['c', 'd'], next: null },
}

/** @param answer to what is not a page. */
const worker = (answer: (path: string, body: unknown) => unknown = () => undefined) => {
  const asked: string[] = []
  const ask = askByPath(({ path, method, body }) => {
    asked.push(`${method} ${path}`)
    const page = method === 'GET' && PAGES[new URL(path, 'http://x').searchParams.get('after') ?? '']
    const answered = page ? { sessions: page.names.map(summaryOf), next: page.next } : answer(path, body)
    if (answered instanceof Refusal) throw answered
    return answered
  })
  return { ask, asked }
}

const names = (list: ReturnType<typeof transcriptList>) => list.shown.value.map(({ session }) => session)

test('the next page follows the first, and nothing appears twice', async () => {
  const { ask } = worker()
  const list = transcriptList(ask, 'demo')
  await list.look(NO_FILTER)
  expect(names(list)).toEqual(['a', 'b', 'c'])
  await list.showMore()
  expect(names(list)).toEqual(['a', 'b', 'c', 'd'])
})

test('another filter clears the selection', async () => {
  const { ask, asked } = worker()
  const list = transcriptList(ask, 'demo')
  await list.look(NO_FILTER)
  list.selectShown(true)
  expect(list.selected.value.size).toBe(3)
  await list.look({ ...NO_FILTER, text: 'two words' })
  expect(list.selected.value.size).toBe(0)
  expect(asked.at(-1)).toBe('GET /sites/demo/transcripts?text=two+words')
})

test('what could not be deleted stays selected; what was already deleted is gone', async () => {
  const { ask } = worker((path) =>
    path.endsWith('/b') ? new Refusal('internal') : path.endsWith('/c') ? new Refusal('unknown_session') : undefined,
  )
  const list = transcriptList(ask, 'demo')
  await list.look(NO_FILTER)
  list.selectShown(true)
  const deleting = await list.remove(['a', 'b', 'c'], new AbortController().signal)
  expect(deleting).toMatchObject({ done: 2, failed: 1, isOver: true, refusal: { code: 'internal' } })
  expect(names(list)).toEqual(['b'])
  expect([...list.selected.value]).toEqual(['b'])
})

test('everything that matches is exported in portions, and what is gone or unreadable is counted', async () => {
  const sessions = Array.from({ length: EXPORT_SESSIONS + 1 }, (_, index) => `s${index}`)
  const { ask, asked } = worker((_, body) => ({
    transcripts: (body as { sessions: string[] }).sessions
      .filter((session) => session !== 's1' && session !== 's2')
      .map((session) => transcriptOf([], session)),
    unreadable: (body as { sessions: string[] }).sessions.filter((session) => session === 's2'),
  }))
  const told: Exporting[] = []
  const common = { site: 'demo', format: 'jsonl', signal: new AbortController().signal } as const
  const exported = await exportTranscripts(ask, { ...common, wanted: { sessions }, tell: (now) => told.push(now) })
  expect(exported).toMatchObject({ sessions: EXPORT_SESSIONS - 1, gone: 1, unreadable: 1 })
  expect(asked).toHaveLength(2)
  expect(told.at(-1)).toEqual({ done: sessions.length, of: sessions.length, isFinding: false })

  const all = await exportTranscripts(ask, { ...common, wanted: { filter: NO_FILTER }, tell: () => {} })
  expect(all.sessions).toBe(4)
})

test('a refreshed list has new entries in front, and keeps loaded entries and the selection', async () => {
  const pages: Record<string, string[]> = { '': ['b', 'a'], 1: ['z'] }
  let isAway = false
  const ask = askByPath(({ path }) => {
    if (isAway) throw new Refusal('offline')
    const after = new URL(path, 'http://x').searchParams.get('after') ?? ''
    return { sessions: (pages[after] ?? []).map(summaryOf), next: after === '' ? '1' : null }
  })
  const list = transcriptList(ask, 'demo')
  await list.refresh()
  expect(names(list)).toEqual([])
  await list.look(NO_FILTER)
  await list.showMore()
  const before = list.found.now.value
  await list.refresh()
  expect(list.found.now.value).toBe(before)

  pages[''] = ['c', 'b']
  await list.refresh()
  expect(names(list)).toEqual(['c', 'b', 'a', 'z'])
  expect(list.found.now.value).toMatchObject({ value: { next: null } })

  isAway = true
  await list.refresh()
  expect(list.found.now.value.state).toBe('there')
  isAway = false

  list.select('b', true)
  pages[''] = ['d', 'c']
  await list.refresh()
  expect(names(list)).toEqual(['c', 'b', 'a', 'z'])

  list.select('b', false)
  pages[''] = ['g', 'f']
  await list.refresh()
  expect(names(list)).toEqual(['g', 'f'])
  expect(list.found.now.value).toMatchObject({ value: { next: '1' } })
})

test('the first conversation appears in an empty list without a click', async () => {
  const sessions: string[] = []
  const ask = askByPath(() => ({ sessions: sessions.map(summaryOf), next: null }))
  const list = transcriptList(ask, 'demo')
  await list.look(NO_FILTER)
  sessions.push('first')
  await list.refresh()
  expect(names(list)).toEqual(['first'])
})

test('it refreshes only while the page is visible, and at once when the owner comes back', () => {
  let [isVisible, acts, ended] = [true, 0, 0]
  let tick = (): void => {}
  let comeBack = (): void => {}
  const end = whileVisible(() => (acts += 1), 20_000, {
    isVisible: () => isVisible,
    whenVisible: (act) => ((comeBack = act), () => (ended += 1)),
    every: (act) => ((tick = act), () => (ended += 1)),
  })
  tick()
  isVisible = false
  tick()
  tick()
  expect(acts).toBe(1)
  isVisible = true
  comeBack()
  expect(acts).toBe(2)
  end()
  expect(ended).toBe(2)
})

test('the address keeps the session and the filter, and two days in the wrong order become one', () => {
  const filter = { ...NO_FILTER, text: 'a & b?', state: 'failed' as const, failure: 'upstream_timeout', version: '3' }
  expect(readSpot(restOf({ session: 'abc', filter }))).toEqual({ session: 'abc', filter })
  expect(readSpot('?state=nonsense&version=x&from=yesterday')).toEqual({ session: '', filter: NO_FILTER })
  const days = changed({ ...NO_FILTER, from: '2026-11-05', to: '2026-11-06' }, 'from', '2026-11-09')
  expect(days).toMatchObject({ from: '2026-11-09', to: '2026-11-09' })
})

test('the found words of an excerpt are marked', () => {
  expect(partsOf('the \u0001capital\u0002 of \u0001China\u0002')).toEqual([
    {
      speaker: null,
      pieces: [
        { text: 'the ', isFound: false },
        { text: 'capital', isFound: true },
        { text: ' of ', isFound: false },
        { text: 'China', isFound: true },
      ],
    },
  ])
})

test('the parts of an excerpt are labelled by speaker', () => {
  expect(partsOf('\u0003Where is \u0001my parcel\u0002?\u0004On its \u0001way…\u0002')).toEqual([
    {
      speaker: 'question',
      pieces: [
        { text: 'Where is ', isFound: false },
        { text: 'my parcel', isFound: true },
        { text: '?', isFound: false },
      ],
    },
    {
      speaker: 'answer',
      pieces: [
        { text: 'On its ', isFound: false },
        { text: 'way…', isFound: true },
      ],
    },
  ])
  expect(partsOf('\u0004Late.\u0005Too late')).toEqual([
    { speaker: 'answer', pieces: [{ text: 'Late.', isFound: false }] },
    { speaker: 'comment', pieces: [{ text: 'Too late', isFound: false }] },
  ])
})
