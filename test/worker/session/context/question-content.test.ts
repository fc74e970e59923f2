/** A question in parts: what the model gets, and what is counted and reserved for it. */
import { env, runInDurableObject } from 'cloudflare:test'
import { describe, expect, test } from 'vitest'
import { utf8Bytes } from '../../../../worker/base/tokens/estimate.ts'
import { contentOf, textOf, type ContentPart } from '../../../../worker/providers/message.ts'
import { ContextWindow } from '../../../../worker/session/context/context-window.ts'
import { prompt } from '../../../../worker/session/context/prompt.ts'
import { questionContent } from '../../../../worker/session/context/question-content.ts'
import { TurnStore } from '../../../../worker/session/turns/turn-store.ts'
import { site } from '../../support/simulated-session.ts'

const PARTS: ContentPart[] = [
  { type: 'text', text: 'a page' },
  { type: 'text', text: '多少钱？' },
]
const PAGE = { title: 'Pears', url: 'https://shop.example/pears', selection: '' }

describe('a question', () => {
  test('without parts is its text', () => {
    expect(questionContent({ ...site, pageContext: 'on' }, { text: 'how much?' })).toBe('how much?')
    expect(questionContent(site, { text: 'how much?', page: PAGE })).toBe('how much?')
  })

  test('of texts alone is one text', () => {
    const content = questionContent({ ...site, pageContext: 'on' }, { text: 'how much?', page: PAGE })
    expect(content).toMatch(/^The page this question is asked on, [^\n]+\n\{[^\n]+\}\n\nhow much\?$/)
    expect(contentOf(PARTS)).toBe(textOf(PARTS))
  })

  test('in parts is the last message of its prompt', () => {
    const exchanges = [{ question: { text: 'why?' }, answer: { text: 'so' } }]
    const messages = prompt({ ...site, instructions: '' }, { summary: '', exchanges }, PARTS)
    expect(messages.map(({ content }) => content)).toEqual(['why?', 'so', PARTS])
  })

  test('in parts reserves what its parts can have', () =>
    runInDurableObject(env.SESSIONS.getByName(`demo:${crypto.randomUUID()}`), async (_instance, { storage }) => {
      const contextWindow = new ContextWindow(new TurnStore(storage.sql))
      const most = (content: string | ContentPart[]) => contextWindow.atMost(site, null, content)
      expect(most(PARTS)).toBe(most('') + utf8Bytes('a page') + utf8Bytes('多少钱？'))
      expect(most(PARTS)).toBe(most('a page多少钱？'))
      await storage.deleteAll()
    }))
})
