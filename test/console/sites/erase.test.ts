/** Erasing the conversations of a site, against a Worker that is a function. */
import { expect, test } from 'vitest'
import { Refusal, type Ask } from '../../../console/api/ask.ts'
import { eraseAll } from '../../../console/sites/erase.ts'
import { askByPath } from '../../support/api/ask-by-path.ts'
import { summaryOf } from '../transcripts/transcripts.ts'

const PAGE = 3

/** Keeps sessions, the newest first, and forgets them; `meanwhile` is called before each one goes. */
function worker(names: readonly string[], meanwhile: (session: string, kept: string[]) => void = () => {}) {
  const kept = [...names]
  const ask = askByPath(({ path, method }) => {
    const { pathname, searchParams } = new URL(path, 'http://worker')
    if (method === 'DELETE') {
      const session = pathname.slice(pathname.lastIndexOf('/') + 1)
      meanwhile(session, kept)
      const at = kept.indexOf(session)
      if (at < 0) throw new Refusal('unknown_session')
      kept.splice(at, 1)
      return null
    }
    const after = searchParams.get('after')
    const left = after === null ? kept : kept.filter((name) => names.indexOf(name) > names.indexOf(after))
    const shown = left.slice(0, PAGE)
    return { sessions: shown.map(summaryOf), next: left.length > PAGE ? shown.at(-1) : null }
  })
  return { ask, kept }
}

const begin = (ask: Ask, tell: (erased: number) => void = () => {}) =>
  eraseAll(ask, { site: 'books', signal: new AbortController().signal, tell })

test('all pages are erased, and progress is reported', async () => {
  const { ask, kept } = worker(['a', 'b', 'c', 'd', 'e', 'f', 'g'])
  const told: number[] = []
  expect(await begin(ask, (erased) => told.push(erased))).toBe(7)
  expect(kept).toEqual([])
  expect(told).toEqual([3, 6, 7])
})

test('conversations that begin in the meantime are erased too, and those that visitors have erased are not counted', async () => {
  const { ask, kept } = worker(['a', 'b', 'c', 'd'], (session, sessions) => {
    if (session === 'd') sessions.unshift('new')
    if (session === 'b') sessions.splice(sessions.indexOf('b'), 1)
  })
  expect(await begin(ask)).toBe(4)
  expect(kept).toEqual([])
})

test('a conversation that cannot be erased stops the work; the next try continues', async () => {
  let isBroken = true
  const { ask, kept } = worker(['a', 'b', 'c', 'd', 'e'], (session) => {
    if (isBroken && session === 'd') throw new Refusal('session_unavailable')
  })
  await expect(begin(ask)).rejects.toMatchObject({ code: 'session_unavailable' })
  expect(kept).toContain('d')
  isBroken = false
  await begin(ask)
  expect(kept).toEqual([])
})
