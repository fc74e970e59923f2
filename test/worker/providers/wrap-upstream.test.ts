import { expect, test } from 'vitest'
import type { UpstreamWrapper } from '../../../worker/providers/upstream.ts'
import { wrapUpstream } from '../../../worker/providers/wrap-upstream.ts'
import { talk } from '../support/talking-session.ts'

const saying =
  (word: string): UpstreamWrapper =>
  (upstream) =>
    async function* (request, signal, asked) {
      for await (const piece of upstream(request, signal, asked)) yield { ...piece, text: `${piece.text} ${word}` }
    }

test('the first wrapper is next to the provider, and the session stores what the last one yields', () =>
  talk(
    {},
    async (session) => {
      const id = await session.ask('why?')
      expect(await session.turns()).toMatchObject([{ id, answer: 'answer to why? first last' }])
    },
    (upstream) => wrapUpstream(upstream, [saying('first'), saying('last')]),
  ))
