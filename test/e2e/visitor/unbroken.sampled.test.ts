/** The conversation survives what a visitor does to it: reload, tunnel, two tabs, a browser that refuses storage. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browse, visit, type Browsing, type Visitor } from '../../support/browser/browsing.ts'
import {
  chunk,
  chunkedHead,
  DONE,
  frame,
  lastChunk,
  pause,
  startFaultUpstream,
  type FaultUpstream,
} from '../../support/upstreams/fault-upstream.ts'
import { quiet } from '../../support/running/quiet.ts'
import { someDays } from '../../support/sampling/sampling.ts'

const WORDS = Array.from({ length: 55 }, (_, n) => `第${n}个词。`)
const WHOLE = WORDS.join('')

/** Words of the newest answer that have left the upstream. */
let spoken = 0
/** After so many words the answers wait for this: what a test does in mid-answer may take as long as it takes. */
let gate: { after: number; open: Promise<void> } = { after: Infinity, open: Promise.resolve() }
let upstream: FaultUpstream
let browsing: Browsing

beforeAll(async () => {
  upstream = await startFaultUpstream(() => async (socket) => {
    socket.setNoDelay(true)
    chunkedHead(socket)
    spoken = 0
    const { after, open } = gate
    for (const word of WORDS) {
      if (spoken === after) await open
      spoken += 1
      // In the middle of a word, as tokens are.
      chunk(socket, frame(word.slice(0, 2)))
      await pause(10)
      chunk(socket, frame(word.slice(2)))
      await pause(10)
    }
    chunk(socket, frame('', 'stop') + DONE)
    lastChunk(socket)
  })
  browsing = await browse({ OPENAI_BASE_URL: `${upstream.url}/slow/v1`, OPENAI_API_KEY: 'sk-test' })
})

afterAll(async () => {
  await browsing?.end()
  await upstream?.stop()
})

const growing = ({ answers }: Visitor, least: number) =>
  expect.poll(async () => (await answers.first().textContent())?.length ?? 0).toBeGreaterThan(least)

const whole = ({ answers }: Visitor) => expect.poll(() => answers.first().textContent()).toBe(WHOLE)

/** @returns what lets the answers that wait go on. */
function waitAfter(words: number): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  gate = { after: words, open: promise }
  return () => {
    gate = { after: Infinity, open: promise }
    resolve()
  }
}

const calls = () => upstream.calls.get('slow') ?? 0

test('after a reload in mid-answer, the answer continues in mid-word, and is not asked again', async () => {
  const before = calls()
  const visitor = await browsing.visitor()
  await visitor.open()
  const goOn = waitAfter(30)
  await visitor.ask('tell me')
  await growing(visitor, 40)
  await visitor.page.reload()
  await visitor.open()
  await visitor.answers.first().waitFor()
  const after = await visitor.answers.first().textContent()
  expect(after?.length).toBeGreaterThan(40)
  expect(after?.length).toBeLessThan(WHOLE.length)
  goOn()
  await whole(visitor)
  await expect.poll(() => visitor.panel.locator('.turn').count()).toBe(1)
  expect(calls() - before).toBe(1)
  await visitor.context.close()
})

test('a network that drops and returns loses no word and doubles none', async () => {
  const visitor = await browsing.visitor()
  await visitor.open()
  const goOn = waitAfter(15)
  await visitor.ask('tell me')
  await growing(visitor, 40)
  await visitor.context.setOffline(true)
  await visitor.panel.getByText('网络已断开').waitFor()
  goOn()
  await expect.poll(() => spoken).toBeGreaterThan(35)
  const inTheTunnel = await visitor.answers.first().textContent()
  await visitor.context.setOffline(false)
  await growing(visitor, inTheTunnel?.length ?? 0)
  await whole(visitor)
  await visitor.context.close()
})

test('a question asked in a tunnel is sent once, after it', async () => {
  const before = calls()
  const visitor = await browsing.visitor()
  await visitor.open()
  await visitor.context.setOffline(true)
  await visitor.ask('tell me')
  await expect.poll(async () => JSON.parse(await remembered(visitor)).outbox).toHaveLength(1)
  await visitor.panel.getByText('网络已断开').waitFor()
  expect(calls()).toBe(before)
  await visitor.context.setOffline(false)
  await whole(visitor)
  expect(calls() - before).toBe(1)
  await visitor.context.close()
})

test('two tabs show the same growing answer; stopping it in one stops both', async () => {
  const before = calls()
  const first = await browsing.visitor()
  await first.open()
  const goOn = waitAfter(30)
  await first.ask('tell me')
  await growing(first, 10)
  const second = await first.tab()
  await second.open()
  await growing(second, 20)

  await second.panel.getByRole('button', { name: '停止回答' }).click()
  await first.panel.getByText('你已停止这次回答。').waitFor()
  await second.panel.getByText('你已停止这次回答。').waitFor()
  goOn()
  const words = await second.answers.first().textContent()
  await expect.poll(() => first.answers.first().textContent()).toBe(words)
  // One more question, asked in the second tab, shows up in the first by itself.
  await second.ask('go on')
  await expect.poll(() => first.panel.locator('.question').allTextContents()).toEqual(['tell me', 'go on'])
  await expect.poll(() => first.answers.nth(1).textContent()).toBe(WHOLE)
  await expect.poll(() => second.answers.nth(1).textContent()).toBe(WHOLE)
  expect(calls() - before).toBe(2)
  await first.context.close()
})

someDays('a browser that refuses storage can still chat, and forgets with the page', async () => {
  const context = await browsing.browser.newContext({ locale: 'zh-CN' })
  // What Safari and Firefox do in a page whose storage is blocked.
  await context.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('The operation is insecure.', 'SecurityError')
        },
      })
    }
  })
  const visitor = await visit(context, browsing.demo.pageUrl)
  await visitor.open()
  await visitor.ask('tell me')
  await whole(visitor)
  await visitor.page.reload()
  await visitor.open()
  expect(await visitor.panel.locator('.turn').count()).toBe(0)
  await context.close()
})

/** What the page remembers, as it stands in storage. */
const remembered = ({ page }: Visitor) => page.evaluate(() => localStorage.getItem('inglenook:demo') ?? '{}')

someDays('a reload before the page knew that its question was accepted shows the answer once', async () => {
  const before = calls()
  const visitor = await browsing.visitor()
  await visitor.open()
  await visitor.ask('tell me')
  await whole(visitor)
  const history: { turns: { id: string }[] } = await visitor.page.evaluate(async (worker) => {
    const { token } = JSON.parse(localStorage.getItem('inglenook:demo') ?? '{}')
    return (await fetch(`${worker}/v1/session`, { headers: { authorization: `Bearer ${token}` } })).json()
  }, browsing.demo.workerUrl)
  const kept = { ...JSON.parse(await remembered(visitor)), outbox: [{ id: history.turns[0]?.id, text: 'tell me' }] }
  await visitor.page.evaluate((text) => localStorage.setItem('inglenook:demo', text), JSON.stringify(kept))
  for (let reload = 0; reload < 2; reload += 1) {
    await visitor.page.reload()
    await visitor.open()
    await expect.poll(async () => JSON.parse(await remembered(visitor)).outbox).toEqual([])
    await quiet(visitor.page)
    await expect.poll(() => visitor.answers.allTextContents()).toEqual([WHOLE])
  }
  expect(calls() - before).toBe(1)
  await visitor.context.close()
})

someDays('if storage is cleared while the chat is open, the next question begins a new conversation', async () => {
  const visitor = await browsing.visitor()
  await visitor.open()
  await visitor.ask('first')
  await whole(visitor)
  await visitor.page.evaluate(() => localStorage.clear())
  await visitor.ask('second')
  await expect.poll(() => visitor.panel.locator('.question').allTextContents()).toEqual(['second'])
  await whole(visitor)
  await visitor.panel.locator('button[type=submit]').waitFor()
  await visitor.page.reload()
  await visitor.open()
  await expect.poll(() => visitor.panel.locator('.question').allTextContents()).toEqual(['second'])
  await visitor.context.close()
})

someDays('a clock that is a month fast changes nothing', async () => {
  const visitor = await browsing.visitor()
  await visitor.page.clock.setFixedTime(Date.now() + 40 * 24 * 60 * 60 * 1000)
  await visitor.open()
  await visitor.ask('tell me')
  await whole(visitor)
  await visitor.page.reload()
  await visitor.page.clock.setFixedTime(Date.now() + 40 * 24 * 60 * 60 * 1000)
  await visitor.open()
  await expect.poll(() => visitor.answers.allTextContents()).toEqual([WHOLE])
  await visitor.context.close()
})

someDays.for(['stream', 'zh-CN', 'zh-CN-turns', 'turns', 'markdown', 'panel'])(
  'a %s module that fails to load once is requested again',
  async (name) => {
    const context = await browsing.browser.newContext({ locale: 'zh-CN' })
    let failed = 0
    await context.route(new RegExp(`/inglenook/${name}-\\w+\\.js`), (route) => {
      failed += 1
      return failed === 1 ? route.abort() : route.continue()
    })
    const visitor = await visit(context, browsing.demo.pageUrl)
    await visitor.open()
    await visitor.ask('tell me')
    await visitor.answers.filter({ hasText: new RegExp(`^${WHOLE}$`) }).waitFor()
    expect(failed).toBeGreaterThan(0)
    await expect.poll(() => visitor.page.locator('[aria-live=polite]').count()).toBe(1)
    await context.close()
  },
)

someDays('a question left behind by “new conversation” is not asked in the new one', async () => {
  const before = calls()
  const context = await browsing.browser.newContext({ locale: 'zh-CN' })
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  await context.route(/\/inglenook\/stream-/, async (route) => {
    await held
    await route.continue()
  })
  const visitor = await visit(context, browsing.demo.pageUrl)
  await visitor.open()
  await visitor.ask('ghost')
  await visitor.panel.getByRole('button', { name: '新的对话' }).click()
  const came = visitor.page.waitForEvent('requestfinished', (request) => request.url().includes('/inglenook/stream-'))
  release()
  await came
  await quiet(visitor.page)
  expect(await visitor.panel.locator('.turn').count()).toBe(0)
  expect(calls()).toBe(before)
  await context.close()
})

someDays('a panel that was opened without a network continues automatically when the network returns', async () => {
  const visitor = await browsing.visitor()
  // The modules come from the browser's cache, say; what is asked of the Worker does not get through.
  await visitor.context.route('**/v1/**', (route) => route.abort('internetdisconnected'))
  await visitor.launcher.click()
  await visitor.panel.getByText('网络连接不上').waitFor()
  await visitor.context.unroute('**/v1/**')
  await visitor.page.evaluate(() => dispatchEvent(new Event('online')))
  await visitor.panel.locator('.viewport[aria-busy=false]').waitFor()
  await visitor.context.close()
})
