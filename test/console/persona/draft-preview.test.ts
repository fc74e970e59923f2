/** Which preview stands beside the form, and what it says of itself while somebody writes. */
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { Refusal } from '../../../console/api/ask.ts'
import { previewOf } from '../../../console/persona/draft-preview.ts'
import { settingsSchema, type Settings } from '../../../protocol/site.ts'
import { askByPath } from '../../support/api/ask-by-path.ts'

const named = (name: string): Settings => v.parse(settingsSchema(), { name })

/** A Worker that answers when it is told to, and a clock that goes when it is told to. */
function scene() {
  const waiting: { name: unknown; answer: (outcome: string | Refusal) => void }[] = []
  const timers: (() => void)[] = []
  const ask = askByPath(
    ({ body }) =>
      new Promise((resolve, reject) => {
        const { settings } = v.parse(v.object({ settings: v.object({ name: v.string() }) }), body)
        const answer = (outcome: string | Refusal) =>
          // What the route promises.
          outcome instanceof Refusal ? reject(outcome) : resolve({ site: outcome, expiresAt: '' })
        waiting.push({ name: settings.name, answer })
      }),
  )
  const preview = previewOf({
    site: 'demo',
    ask,
    later(act) {
      timers.push(act)
      return () => void timers.splice(timers.indexOf(act), 1)
    },
  })
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve))
  return {
    preview,
    waiting,
    async answer(outcome: string | Refusal) {
      waiting.shift()?.answer(outcome)
      await settle()
    },
    async pause() {
      for (const act of timers.splice(0)) act()
      await settle()
    },
  }
}

test('a preview that arrives while the owner keeps typing is shown, but is not current', async () => {
  const { preview, waiting, answer, pause } = scene()
  preview.follow(named('Ada'))
  preview.follow(named('Grace'))
  await answer('preview-ada')
  expect(preview.now.value).toEqual({ state: 'making', before: 'preview-ada' })
  await pause()
  expect(waiting.map(({ name }) => name)).toEqual(['Grace'])
  await answer('preview-grace')
  expect(preview.now.value).toEqual({ state: 'there', preview: 'preview-grace' })
})

test('a change that is undone needs no new preview', async () => {
  const { preview, waiting, answer, pause } = scene()
  preview.follow(named('Ada'))
  preview.follow(named('Grace'))
  preview.follow(named('Ada'))
  expect(preview.now.value).toEqual({ state: 'making', before: null })
  await answer('preview-ada')
  preview.follow(named('Grace'))
  expect(preview.now.value.state).toBe('making')
  preview.follow(named('Ada'))
  await pause()
  expect(waiting).toEqual([])
  expect(preview.now.value).toEqual({ state: 'there', preview: 'preview-ada' })
})

test('if a preview cannot be created, the last one stays, and the next change tries again', async () => {
  const { preview, waiting, answer, pause } = scene()
  preview.follow(named('Ada'))
  await answer('preview-ada')
  preview.follow(named('Grace'))
  await pause()
  await answer(new Refusal('publish_failed'))
  expect(preview.now.value).toMatchObject({ state: 'failed', before: 'preview-ada' })
  preview.follow(named('Grace'))
  await pause()
  expect(waiting.map(({ name }) => name)).toEqual(['Grace'])
})
