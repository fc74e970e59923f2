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

test('a change is built, and the running process is restarted', async () => {
  await change('one')
  await saw('build', 'built', 'start', 'build', 'built', 'stop', 'start')
})

test('while a build fails, the running process stays, and the next change is built', async () => {
  built = Promise.resolve(false)
  await change('wrong')
  await saw('build', 'built', 'start', 'build', 'failed')
  built = Promise.resolve(true)
  await change('right')
  await saw('build', 'built', 'start', 'build', 'failed', 'build', 'built', 'stop', 'start')
})

test('a change during a build is in the next build, and two builds never overlap', async () => {
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

test('stopping it stops the running process, and nothing more is built', async () => {
  await end?.()
  await change('too late')
  expect(happened).toEqual(['build', 'built', 'start', 'stop'])
})
