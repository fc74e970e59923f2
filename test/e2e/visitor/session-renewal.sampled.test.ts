/** A visitor whose token is made anew, or refused, while the chat stands in the page. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import { readToken, signToken, type TokenFields } from '../../support/running/session-token.ts'
import { startTellingUpstream, type TellingUpstream } from '../../support/upstreams/telling-upstream.ts'

const DAY = 24 * 60 * 60 * 1000

let upstream: TellingUpstream
let browsing: Browsing
let secret: string

beforeAll(async () => {
  upstream = await startTellingUpstream((_, messages) => ({ text: `About ${messages.at(-1)?.content}.` }))
  browsing = await browse({ OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test' })
  const { SESSION_KEYS = '' } = parseEnv(await readFile(path.join(browsing.state, '.dev.vars'), 'utf8'))
  secret = SESSION_KEYS.split(':')[1] ?? ''
})
afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

interface Kept {
  token: string
  title: string
  at: number
}
const kept = ({ page }: Visitor): Promise<Kept> => page.evaluate(`JSON.parse(localStorage.getItem('inglenook:demo'))`)

async function say(visitor: Visitor, question: string): Promise<void> {
  await visitor.ask(question)
  await expect.poll(() => visitor.answers.last().textContent()).toBe(`About ${question}.`)
  await visitor.settled()
}

/** The page remembers another token of its session. */
async function hold(visitor: Visitor, over: (fields: TokenFields) => Partial<TokenFields>): Promise<string> {
  const fields = readToken((await kept(visitor)).token)
  const token = await signToken({ ...fields, ...over(fields) }, secret)
  const text = JSON.stringify({ ...(await kept(visitor)), token })
  await visitor.page.evaluate((kept) => localStorage.setItem('inglenook:demo', kept), text)
  return token
}

test('a visitor who returns after three weeks keeps the conversation and its title, and gets a token for another month', async () => {
  const visitor = await browsing.visitor()
  await visitor.open()
  await say(visitor, 'apples')
  const before = await kept(visitor)
  const old = await hold(visitor, ({ expiresAt }) => ({ expiresAt: expiresAt - 21 * DAY }))
  await visitor.page.reload()
  await visitor.open()
  await expect.poll(async () => (await kept(visitor)).token).not.toBe(old)
  const { token, title, at } = await kept(visitor)
  expect({ title, at }).toEqual({ title: before.title, at: before.at })
  expect(readToken(token).session).toBe(readToken(old).session)
  expect(readToken(token).expiresAt).toBeGreaterThan(Date.now() + 29.9 * DAY)
  await expect.poll(() => visitor.panel.locator('.question').allTextContents()).toEqual(['apples'])
  await say(visitor, 'pears')
  await visitor.context.close()
})

test('a token whose key was removed loses the conversation, but not the question', async () => {
  const visitor = await browsing.visitor()
  await visitor.open()
  await say(visitor, 'apples')
  const gone = await hold(visitor, () => ({ keyId: 'gone' }))
  await say(visitor, 'pears')
  expect(await visitor.panel.locator('.question').allTextContents()).toEqual(['pears'])
  expect(readToken((await kept(visitor)).token).session).not.toBe(readToken(gone).session)
  await visitor.context.close()
})
