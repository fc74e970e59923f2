/** What `npm run watch` does, with a build and a program of the test's own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { rebuild } from '../../build/rebuild.ts'
import { PATIENT } from '../support/sampling/patient.ts'

let place: string
let end: (() => Promise<void>) | undefined
/** What happened, in order. */
let happened: string[]
/** What the next build waits for, and whether it works. */
let built: Promise<boolean>

beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'inglenook-'))
  happened = []
  built = Promise.resolve(true)
  end = rebuild({
    places: [place],
    async build() {
      happened.push('build')
      const works = await built
      happened.push(works ? 'built' : 'failed')
      return works
    },
    async start() {
      happened.push('start')
      return async () => void happened.push('stop')
    },
  })
  await saw('build', 'built', 'start')
})

afterEach(async () => {
  await end?.()
  await rm(place, { recursive: true, force: true })
})

const saw = (...events: string[]) => vi.waitFor(() => expect(happened).toEqual(events), PATIENT)
const change = (text: string) => writeFile(path.join(place, 'source.ts'), text)

test('a change is built, and what runs is started again', async () => {
  await change('one')
  await saw('build', 'built', 'start', 'build', 'built', 'stop', 'start')
})

test('what runs is left alone while a build fails, and the next change is built', async () => {
  built = Promise.resolve(false)
  await change('wrong')
  await saw('build', 'built', 'start', 'build', 'failed')
  built = Promise.resolve(true)
  await change('right')
  await saw('build', 'built', 'start', 'build', 'failed', 'build', 'built', 'stop', 'start')
})

test('what changes during a build is in the next one; there are never two at once', async () => {
  let finish = (_works: boolean) => {}
  built = new Promise((resolve) => (finish = resolve))
  await change('one')
  await saw('build', 'built', 'start', 'build')
  await change('two')
  finish(true)
  const builds = () => happened.filter((event) => event === 'build' || event === 'built').join(' ')
  await vi.waitFor(() => expect(builds()).toBe('build built build built build built'), PATIENT)
  await vi.waitFor(() => expect(happened.at(-1)).toBe('start'), PATIENT)
})

test('its end stops what runs, and nothing is built any more', async () => {
  await end?.()
  await change('too late')
  expect(happened).toEqual(['build', 'built', 'start', 'stop'])
})
