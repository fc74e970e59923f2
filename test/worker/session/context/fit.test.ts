import { env } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { fit, room, type Sized } from '../../../../worker/session/context/fit.ts'
import { estimate } from '../../../../worker/base/tokens/estimate.ts'
import { exchangeTokens, MESSAGE_TOKENS } from '../../../../worker/base/tokens/exchange.ts'
import { contentTokens, textOf, type Message } from '../../../../worker/providers/message.ts'
import { talk } from '../../support/talking-session.ts'

const sizes = (...tokens: number[]): Sized[] => tokens.map((tokens, index) => ({ seq: index + 1, tokens }))
const seqs = (exchanges: readonly Sized[]) => exchanges.map(({ seq }) => seq)

describe('the cut', () => {
  test('changes nothing while everything fits, up to the last token', () => {
    const exchanges = sizes(100, 100, 100)
    expect(fit({ room: 350, exchanges, keptFrom: 0, question: 50 })).toEqual({ kept: exchanges, keptFrom: 0 })
  })

  test('falls to half with the first token too many, and keeps the first exchange', () => {
    const exchanges = sizes(100, 100, 100)
    const { kept, keptFrom } = fit({ room: 350, exchanges, keptFrom: 0, question: 51 })
    // The newest stays although both are over half.
    expect(seqs(kept)).toEqual([1, 3])
    expect(keptFrom).toBe(3)
  })

  test('stays where it is until the next overflow', () => {
    const exchanges = sizes(...Array.from({ length: 12 }, () => 100))
    const { kept, keptFrom } = fit({ room: 1000, exchanges, keptFrom: 9, question: 50 })
    expect([seqs(kept), keptFrom]).toEqual([[1, 9, 10, 11, 12], 9])
  })

  test('leaves a question alone that is too long by itself', () => {
    expect(fit({ room: 1000, exchanges: sizes(100, 100), keptFrom: 0, question: 1001 }).kept).toEqual([])
    expect(fit({ room: 1000, exchanges: sizes(100), keptFrom: 0, question: 901 }).kept).toEqual([])
    expect(seqs(fit({ room: 1000, exchanges: sizes(100), keptFrom: 0, question: 900 }).kept)).toEqual([1])
  })

  test('holds a first exchange of up to half; a larger one goes like any other', () => {
    expect(seqs(fit({ room: 1000, exchanges: sizes(500, 400, 100), keptFrom: 0, question: 50 }).kept)).toEqual([1, 3])
    const { kept, keptFrom } = fit({ room: 1000, exchanges: sizes(501, 400, 100), keptFrom: 0, question: 50 })
    expect([seqs(kept), keptFrom]).toEqual([[2, 3], 2])
    // And it does not come back when there is room again.
    expect(seqs(fit({ room: 1000, exchanges: sizes(501, 400, 100), keptFrom, question: 5 }).kept)).toEqual([2, 3])
  })

  test('drops an answer that is too long by itself', () => {
    expect(seqs(fit({ room: 1000, exchanges: sizes(100, 5000), keptFrom: 0, question: 50 }).kept)).toEqual([1])
  })

  test('an exchange that does not fit takes no other with it; a question that takes all the room moves no cut', () => {
    const exchanges = sizes(100, 200, 200, 3400)
    expect(seqs(fit({ room: 1000, exchanges, keptFrom: 0, question: 50 }).kept)).toEqual([1, 2, 3])
    expect(fit({ room: 1000, exchanges: sizes(100, 200), keptFrom: 0, question: 1001 })).toEqual({
      kept: [],
      keptFrom: 0,
    })
  })

  test('leaves the conversation half of a budget that the persona fills', () => {
    expect(room(3000, 1499)).toBe(1501)
    expect(room(3000, 1501)).toBe(1500)
    expect(room(3000, 9000)).toBe(1500)
  })
})

describe('tokens', () => {
  const english = 'The parcel takes three working days, and you can follow it with the number from our mail. '.repeat(4)
  const chinese = '配送一般需要三个工作日，您可以用订单号查询包裹的位置。'.repeat(6)

  test('are guessed without usage', () => {
    const tokens = exchangeTokens({ question: 'when?', answer: english, usage: null })
    expect(tokens).toBe(estimate('when?') + estimate(english) + 2 * MESSAGE_TOKENS)
  })

  test('of an answer are what the upstream counted; the question is put right by as much', () => {
    const counted = Math.round(estimate(chinese) / 1.21)
    const tokens = exchangeTokens({ question: chinese, answer: chinese, usage: { completion_tokens: counted } })
    expect(Math.abs(tokens - 2 * counted - 2 * MESSAGE_TOKENS)).toBeLessThanOrEqual(1)
  })

  test('leave out reasoning, which is not sent again', () => {
    const usage = { completion_tokens: 1080, completion_tokens_details: { reasoning_tokens: 1000 } }
    expect(exchangeTokens({ question: '', answer: english, usage })).toBe(80 + 2 * MESSAGE_TOKENS)
  })

  test.for([
    ['more tokens than bytes', 1_000_000],
    ['a count from the middle of the answer', 1],
    ['no number', 'many'],
  ] as const)('believe no %s', ([, completion_tokens]) => {
    expect(exchangeTokens({ question: '', answer: english, usage: { completion_tokens } })).toBe(
      estimate(english) + 2 * MESSAGE_TOKENS,
    )
  })

  test('of megabytes are all of them looked at', () => {
    const long = english.repeat(6000)
    expect(estimate(long) / (estimate(english) * 6000)).toBeCloseTo(1, 1)
    expect(estimate(long + '\u1680'.repeat(1000)) - estimate(long)).toBe(3000)
  })

  test('of a question are not put down far because its answer was cheap', () => {
    const usage = { completion_tokens: Math.ceil(estimate(english) / 3) }
    const tokens = exchangeTokens({ question: chinese, answer: english, usage })
    expect(tokens).toBeGreaterThan(estimate(chinese) / 2 + usage.completion_tokens)
  })
})

describe('a session', () => {
  const ANSWERS = {
    English: 'The parcel takes three working days, and you can follow it with the number from our mail. '.repeat(8),
    Chinese: '配送一般需要三个工作日，您可以用订单号查询包裹的位置。'.repeat(8),
    code: 'for (const parcel of parcels) {\n  await track(parcel.number)\n}\n'.repeat(10),
  }

  test.for(Object.entries(ANSWERS))(
    'in %s keeps every prompt within the budget and begins it with the one before',
    ([, answer]) =>
      talk({ contextTokens: 2000 }, async (session) => {
        session.answer = () => ({ text: answer })
        for (let turn = 1; turn <= 60; turn += 1) await session.ask(`question ${turn}`)
        const sizes = session.prompts.map((messages) =>
          messages.reduce((sum, { content }) => sum + contentTokens(content, estimate) + MESSAGE_TOKENS, 0),
        )
        expect(Math.max(...sizes)).toBeLessThanOrEqual(2000)
        expect(Math.max(...sizes)).toBeGreaterThan(1600)
        const breaks = session.prompts.filter(
          (messages, turn) =>
            JSON.stringify(messages.slice(0, session.prompts[turn - 1]?.length ?? 0)) !==
            JSON.stringify(session.prompts[turn - 1] ?? []),
        )
        expect(breaks.length).toBeGreaterThan(3)
        expect(breaks.length).toBeLessThanOrEqual(60 / 4)
        for (const messages of session.prompts.slice(1)) {
          expect(messages.slice(1, 3).map(({ content }) => content)).toEqual(['question 1', answer])
        }
      }),
  )

  test('of 200 turns asks with as little as one of 20', () =>
    talk({}, async ({ ask, prompts }) => {
      for (let turn = 1; turn <= 199; turn += 1) await ask(`${turn} ${'words of a question '.repeat(12)}`)
      await ask('the last')
      const largest = Math.max(...prompts.slice(0, 30).map((messages) => messages.length))
      expect(prompts.at(-1)?.length).toBeLessThanOrEqual(largest)
      expect(prompts.at(-1)?.at(-3)?.content).toMatch(/^199 /)
    }))

  test('remembers its cut through a restart', () =>
    talk({ contextTokens: 500 }, async ({ ask, prompts, restart }) => {
      for (let turn = 1; turn <= 30; turn += 1) await ask(`${turn} ${'words of a question '.repeat(5)}`)
      const cut = prompts.at(-1)?.[3]?.content
      restart()
      await ask('short')
      expect(prompts.at(-1)?.[3]?.content).toBe(cut)
    }))

  test('is cut at once when it is taken over from the book', () =>
    talk({ contextTokens: 500 }, async (session) => {
      for (let turn = 1; turn <= 30; turn += 1) await session.ask(`${turn} ${'words of a question '.repeat(5)}`)
      const [before] = session.prompts.slice(-1)
      const stored = { version: 1, turns: await session.turns() }
      const read = { ...session.holder, session: crypto.randomUUID(), issuedAt: 0 }
      await session.run({ do: 'forget' })
      session.storage.kv.delete('keeping')
      await env.HISTORY.put(`history:demo:${read.session}`, JSON.stringify(stored))
      Object.assign(session.holder, read)
      session.restart()
      await session.ask('what did I say first?')
      const contents = session.prompts.at(-1)?.map(({ content }) => content) ?? []
      expect(contents[1]).toMatch(/^1 words/)
      expect(contents.at(-3)).toMatch(/^30 words/)
      expect(contents.length).toBeLessThanOrEqual(before?.length ?? 0)
    }))

  test('asks an old question again with what had come before it, and nothing after', () =>
    talk({ contextTokens: 500 }, async ({ ask, retry, prompts }) => {
      const ids: string[] = []
      for (let turn = 1; turn <= 20; turn += 1) ids.push(await ask(`${turn} ${'words of a question '.repeat(5)}`))
      await retry(ids[9] ?? '')
      expect(prompts.at(-1)).toEqual(prompts[9])
      await ask('and on')
      expect(prompts.at(-1)?.at(-3)?.content).toMatch(/^20 /)
    }))

  test('leaves out questions that were never answered', () =>
    talk({}, async (session) => {
      session.answer = () => ({ text: '' })
      await session.ask('fails')
      session.answer = () => ({ text: 'yes' })
      await session.ask('works')
      await session.ask('after')
      expect(
        session.prompts
          .at(-1)
          ?.map(({ content }) => content)
          .slice(1),
      ).toEqual(['works', 'yes', 'after'])
    }))

  test('sends a question that is too long by itself with the persona alone', () =>
    talk({ contextTokens: 500 }, async ({ ask, prompts }) => {
      await ask('first')
      const long = '很长的问题'.repeat(700)
      await ask(long)
      expect(prompts.at(-1)?.map(({ role, content }) => [role, content.slice(0, 4)])).toEqual([
        ['system', '你是一个'],
        ['user', '很长的问'],
      ])
      await ask('after')
      expect(
        prompts
          .at(-1)
          ?.map(({ content }) => content)
          .slice(1),
      ).toEqual(['first', 'answer to first', 'after'])
    }))

  test('counts with what the upstream reported', () =>
    talk({ contextTokens: 1000 }, async (session) => {
      session.answer = () => ({ text: 'x'.repeat(500), usage: { completion_tokens: 400 } })
      await session.ask('one')
      await session.ask('two')
      await session.ask('three')
      // Two answers of 400 tokens fit with the persona, as 1,000 characters would by far; three do not.
      await session.ask('four')
      const asked = session.prompts.map((messages) => messages.filter(({ role }) => role === 'user').length)
      expect(asked).toEqual([1, 2, 3, 3])
    }))
})

describe('a provider that counts prompts far above their estimate', () => {
  /** @param perCharacter how many tokens the provider says that a character is. */
  async function lastPrompt(perCharacter: number): Promise<number> {
    const characters = (messages: readonly Message[]) =>
      messages.reduce((sum, { content }) => sum + textOf(content).length, 0)
    let last = 0
    await talk({ contextTokens: 2000, summary: 'off' }, async (session) => {
      const { prompts } = session
      session.answer = () => {
        const prompt_tokens = Math.ceil(characters(prompts.at(-1) ?? []) * perCharacter)
        const usage = { prompt_tokens, completion_tokens: 60, total_tokens: prompt_tokens + 60 }
        return { text: 'and this is what there is to say of it. '.repeat(10), usage }
      }
      for (let turn = 1; turn <= 24; turn += 1) {
        // What was learned is on disk.
        if (turn === 20) session.restart()
        await session.ask(`and what about this one, number ${turn}? `.repeat(5))
      }
      last = Math.max(...prompts.slice(-8).map(characters))
    })
    return last
  }

  test('gets shorter ones from then on, also after a restart; one that counts as we do gets the same', async () => {
    const asEstimated = await lastPrompt(0.25)
    expect(await lastPrompt(0)).toBe(asEstimated)
    expect(await lastPrompt(1)).toBeLessThan(asEstimated / 2)
  })
})
