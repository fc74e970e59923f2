/** WebKit, over WebDriver: https://w3c.github.io/webdriver/. */
import { isRecord, field } from '../../../protocol/record.ts'
import type { Engine, Profile, RunningEngine, Tab } from './tab.ts'

/** Debian keeps the driver's browser out of the PATH. */
export const MINI_BROWSER = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser'

/** One session, which controls one window at a time. */
class Session {
  readonly #url: string
  #window: unknown
  #last: Promise<unknown> = Promise.resolve()

  private constructor(url: string) {
    this.#url = url
  }

  static async begin(address: string, binary: string): Promise<Session> {
    const options = { binary, args: ['--automation'] }
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } }
    const begun = await call('POST', `${address}/session`, { capabilities })
    return new Session(`${address}/session/${String(field(begun, 'sessionId'))}`)
  }

  /** Commands wait for each other: a command for another tab would change the window in between. */
  send(window: unknown, method: 'GET' | 'POST', path: string, body: object = {}): Promise<unknown> {
    const sent = this.#last.then(async () => {
      if (window !== undefined && window !== this.#window) {
        await call('POST', `${this.#url}/window`, { handle: window })
        this.#window = window
      }
      return call(method, this.#url + path, body)
    })
    this.#last = sent.catch(() => {})
    return sent
  }

  async end(): Promise<void> {
    await this.#last
    await call('DELETE', this.#url)
  }
}

async function call(method: string, url: string, body: object = {}): Promise<unknown> {
  const response = await fetch(url, { method, ...(method === 'POST' && { body: JSON.stringify(body) }) })
  const value = field(await response.json(), 'value')
  if (response.ok) return value
  throw new Error(`WebKit: ${String(field(value, 'error'))}: ${String(field(value, 'message'))}`)
}

class WebKitTab implements Tab {
  readonly #session: Session
  readonly #window: unknown
  #isInFrame = false

  constructor(session: Session, window: unknown) {
    this.#session = session
    this.#window = window
  }

  async goto(url: string): Promise<void> {
    await this.#send('POST', '/url', { url })
  }

  async reload(): Promise<void> {
    await this.#send('POST', '/refresh')
    if (this.#isInFrame) await this.#send('POST', '/frame', { id: 0 })
  }

  /** A window of this browser cannot be narrower than its toolbar. */
  async gotoOnPhone(_: string, framed: string): Promise<void> {
    await this.goto(framed)
    await this.#send('POST', '/frame', { id: 0 })
    this.#isInFrame = true
  }

  async evaluate(expression: string): Promise<string> {
    const value = await this.#send('POST', '/execute/sync', { script: `return ${expression}`, args: [] })
    if (typeof value === 'string') return value
    throw new Error(`In the page: ${JSON.stringify(value)}\n${expression}`)
  }

  async perform(actions: Parameters<Tab['perform']>[0]): Promise<void> {
    await this.#send('POST', '/actions', { actions })
  }

  #send(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    return this.#session.send(this.#window, method, path, body)
  }
}

export async function connectWebKit({ name, address }: RunningEngine): Promise<Engine> {
  let session: Session | undefined
  const leave = async () => {
    await session?.end()
    session = undefined
  }
  return {
    name,
    async freshProfile(): Promise<Profile> {
      await leave()
      const own = await Session.begin(address, MINI_BROWSER)
      session = own
      let isFirst = true
      return {
        async tab() {
          const window = isFirst
            ? await own.send(undefined, 'GET', '/window')
            : field(await own.send(undefined, 'POST', '/window/new', { type: 'window' }), 'handle')
          isFirst = false
          if (!isRecord(window) && typeof window !== 'string') throw new Error('WebKit has no window.')
          return new WebKitTab(own, window)
        },
      }
    },
    end: leave,
  }
}
