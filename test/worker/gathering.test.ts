import { expect, test } from 'vitest'
import { answer } from '../../worker/session/answer.ts'
import { Gathering } from '../../worker/session/gathering.ts'
import { LiveTurn } from '../../worker/session/live-turn.ts'
import { noCompletion } from '../../worker/upstream/completion.ts'
import { readEvents, words as wordsOf } from './read-events.ts'

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

test('the first words are said at once, and those of the next 40 ms together', async () => {
  const said: string[] = []
  const gathering = new Gathering((text) => said.push(text))
  gathering.add('Two')
  expect(said).toEqual(['Two'])
  gathering.add(' days')
  gathering.add(', usually.')
  expect(said).toEqual(['Two'])
  await pause(100)
  expect(said).toEqual(['Two', ' days, usually.'])
  gathering.close()
})

test('what is held can be said sooner, and is said once', async () => {
  const said: string[] = []
  const gathering = new Gathering((text) => said.push(text))
  gathering.add('a')
  gathering.add('b')
  gathering.flush()
  expect(said).toEqual(['a', 'b'])
  await pause(100)
  expect(said).toEqual(['a', 'b'])
  gathering.close()
})

test.for(['ends', 'breaks'])(
  'a provider faster than a screen, which then %s: every word, in order, in few events',
  async (how) => {
    const live = new LiveTurn({ seq: 1, attempt: 1, first: 0, detachedSeconds: 60 })
    const listening = readEvents(new Response(live.attach(null)))
    const words = Array.from({ length: 200 }, (_, n) => `word-${n} `)
    const outcome = await answer(
      live,
      { messages: [], model: '', provider: '' },
      {
        async *upstream() {
          for (const text of words) yield { text, completion: noCompletion() }
          if (how === 'breaks') throw new Error('reset')
        },
        keep: () => {},
      },
    )
    live.close()
    const events = await listening
    expect(outcome.state).toBe(how === 'ends' ? 'complete' : 'interrupted')
    expect(live.text).toBe(words.join(''))
    expect(events.length).toBeLessThan(20)
    expect(wordsOf(events)).toBe(words.join(''))
  },
)
