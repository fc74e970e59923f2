/** What a site that masks personal data sends its provider, and what it keeps. */
import { expect, test } from 'vitest'
import type { PageContext } from '../../../../protocol/schemas/question.ts'
import { textOf } from '../../../../worker/providers/message.ts'
import { talk } from '../../support/talking-session.ts'

const ON = { maskPersonalData: 'on', pageContext: 'on' } as const
const WRITTEN = 'I am ada@example.com, 138 1234 5678, card 4111 1111 1111 1111.'
const TOLD = 'I am [e-mail address], [phone number], card [card number].'
const PAGE: PageContext = {
  title: 'Inbox of ada@example.com',
  url: 'https://shop.example/ada@example.com',
  selection: 'Call +49 30 1234567',
  variables: { mail: 'ada@example.com' },
}
const SECRETS = /ada@example|1234 5678|4111|\+49/

test('the provider gets questions, pages and instructions without; the visitor reads what was written', () =>
  talk({ ...ON, instructions: 'You write to {{mail}} about {{page.title}}.' }, async (session) => {
    const id = await session.ask(WRITTEN, PAGE)
    await session.ask('and now?')
    await session.retry(id, { attempt: 2 })
    expect(session.prompts).toHaveLength(3)
    expect(JSON.stringify(session.prompts)).not.toMatch(SECRETS)
    const [first, second, again] = session.prompts
    expect(first?.at(-1)?.content).toContain(TOLD)
    expect(first?.at(-1)?.content).toContain('Inbox of [e-mail address]')
    expect(first?.[0]?.content).toContain('You write to "[e-mail address]" about "Inbox of [e-mail address]".')
    expect(second?.[1]).toEqual({ role: 'user', content: TOLD })
    expect(again?.at(-1)?.content).toContain(TOLD)
    expect(await session.turns()).toMatchObject([{ question: WRITTEN, page: PAGE }, { question: 'and now?' }])
  }))

test('an answer passes through as it is, in later prompts too', () =>
  talk(ON, async (session) => {
    session.answer = () => ({ text: 'Write to help@shop.example.' })
    await session.ask('how?')
    await session.ask('and?')
    expect((await session.turns())[0]?.answer).toBe('Write to help@shop.example.')
    expect(session.prompts[1]?.[2]).toEqual({ role: 'assistant', content: 'Write to help@shop.example.' })
  }))

test('notes are made without; and those from before are not told as they are', () =>
  talk({ maskPersonalData: 'off', summary: 'on', contextTokens: 500 }, async (session) => {
    session.summarize = () => ({ text: 'The visitor is ada@example.com.' })
    session.answer = () => ({ text: 'Thank you.' })
    const long = `${WRITTEN} ${'words of a question '.repeat(12)}`
    for (let turn = 0; turn < 8; turn += 1) await session.ask(`${turn} ${long}`)
    // While it is off, all of it is told.
    expect(session.summaries.length).toBeGreaterThan(0)
    expect(JSON.stringify(session.summaries)).toMatch(SECRETS)
    const [notes, prompts] = [session.summaries.length, session.prompts.length]
    session.configure({ maskPersonalData: 'on' })
    for (let turn = 8; turn < 16; turn += 1) await session.ask(`${turn} ${long}`)
    const later = session.prompts.slice(prompts)
    expect(
      later.some((prompt) =>
        prompt.some(({ content }) => textOf(content).includes('The visitor is [e-mail address].')),
      ),
    ).toBe(true)
    expect(JSON.stringify(later.map((prompt) => prompt.slice(1)))).not.toMatch(SECRETS)
    expect(session.summaries.length).toBeGreaterThan(notes)
    expect(JSON.stringify(session.summaries.slice(notes).map(({ messages }) => messages))).not.toMatch(SECRETS)
  }))

test('what is off is not looked at', () =>
  talk({ maskPersonalData: 'off' }, async (session) => {
    await session.ask(WRITTEN)
    expect(session.prompts[0]?.at(-1)?.content).toBe(WRITTEN)
  }))
