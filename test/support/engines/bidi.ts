/** Firefox, over WebDriver BiDi: https://w3c.github.io/webdriver-bidi/. */
import { once } from 'node:events'
import { field } from '../../../protocol/record.ts'
import { PHONE, type Engine, type Profile, type RunningEngine, type Tab } from './tab.ts'

/** Commands run one after another; a number connects each with its answer. */
class Connection {
  readonly #socket: WebSocket
  readonly #waiting = new Map<unknown, PromiseWithResolvers<unknown>>()
  #sent = 0

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.addEventListener('message', ({ data }) => this.#take(JSON.parse(String(data))))
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox has hung up.'))
    })
  }

  static async to(address: string): Promise<Connection> {
    const socket = new WebSocket(`${address}/session`)
    await once(socket, 'open')
    return new Connection(socket)
  }

  send(method: string, params: object = {}): Promise<unknown> {
    const answer = Promise.withResolvers<unknown>()
    this.#sent += 1
    this.#waiting.set(this.#sent, answer)
    this.#socket.send(JSON.stringify({ id: this.#sent, method, params }))
    return answer.promise
  }

  #take(message: unknown): void {
    const id = field(message, 'id')
    const answer = this.#waiting.get(id)
    if (!answer) return
    this.#waiting.delete(id)
    if (field(message, 'type') === 'success') answer.resolve(field(message, 'result'))
    else answer.reject(new Error(`Firefox: ${String(field(message, 'error'))}: ${String(field(message, 'message'))}`))
  }

  async end(): Promise<void> {
    const closed = once(this.#socket, 'close')
    this.#socket.close()
    await closed
  }
}

class FirefoxTab implements Tab {
  readonly #connection: Connection
  readonly context: unknown

  constructor(connection: Connection, context: unknown) {
    this.#connection = connection
    this.context = context
  }

  async goto(url: string): Promise<void> {
    await this.#send('browsingContext.navigate', { url, wait: 'complete' })
  }

  async reload(): Promise<void> {
    await this.#send('browsingContext.reload', { wait: 'complete' })
  }

  async gotoOnPhone(url: string): Promise<void> {
    await this.#send('browsingContext.setViewport', { viewport: PHONE })
    await this.goto(url)
  }

  async evaluate(expression: string): Promise<string> {
    const answer = await this.#connection.send('script.evaluate', {
      expression,
      awaitPromise: true,
      target: { context: this.context },
    })
    const value = field(field(answer, 'result'), 'value')
    if (typeof value === 'string') return value
    throw new Error(`In the page: ${String(field(field(answer, 'exceptionDetails'), 'text'))}\n${expression}`)
  }

  async perform(actions: Parameters<Tab['perform']>[0]): Promise<void> {
    await this.#send('input.performActions', { actions })
  }

  #send(method: string, params: object): Promise<unknown> {
    return this.#connection.send(method, { context: this.context, ...params })
  }
}

export async function connectFirefox({ name, address, downloads }: RunningEngine): Promise<Engine> {
  const connection = await Connection.to(address)
  await connection.send('session.new', { capabilities: {} })
  await connection.send('browser.setDownloadBehavior', {
    downloadBehavior: { type: 'allowed', destinationFolder: downloads },
  })
  let userContext: unknown
  const leave = async () => {
    if (userContext !== undefined) await connection.send('browser.removeUserContext', { userContext })
    userContext = undefined
  }
  return {
    name,
    async freshProfile(): Promise<Profile> {
      await leave()
      userContext = field(await connection.send('browser.createUserContext'), 'userContext')
      return {
        async tab() {
          const created = await connection.send('browsingContext.create', { type: 'window', userContext })
          return new FirefoxTab(connection, field(created, 'context'))
        },
      }
    },
    async print(tab) {
      if (!(tab instanceof FirefoxTab)) throw new TypeError('This tab is not one of Firefox.')
      const printed = await connection.send('browsingContext.print', { context: tab.context, background: true })
      return Buffer.from(String(field(printed, 'data')), 'base64')
    },
    async end() {
      await leave()
      await connection.send('session.end')
      await connection.end()
    },
  }
}
