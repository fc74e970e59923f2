/**
 * The upstream of all flows. The last question decides the answer. It may end in a mark (`slow 1f3a`): with the mark, a test in
 * another process looks up the requests, and ends a slow answer.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { answerTo } from '../../../demo/answers.ts'
import { HOST } from '../../../demo/port.ts'
import { DONE, frame } from '../upstreams/fault-upstream.ts'
import { longAnswer } from '../markdown/markdown-texts.ts'
import type { Message } from '../upstreams/telling-upstream.ts'

export interface EngineUpstream {
  /** Below it: `/v1`, `/asked/<mark>` and, to end an answer, `POST /release/<mark>`. */
  url: string
  stop(): Promise<void>
}

export const LONG_ANSWER_CHARACTERS = 80_000

const TEXTS: Readonly<Record<string, string>> = {
  rich: 'Here is **some** code:\n\n```js\nconst one = 1\n```\n\n- [x] done\n\n> quoted\n',
  table: '| town | people |\n| :- | -: |\n| Beijing | 21,858,000 |\n| Shanghai | 24,870,000 |\n',
  rtl: 'עיר הבירה של סין היא **בייג׳ינג**.\n\n- ראשון\n- שני\n',
  danger:
    '[one](javascript:document.title="ran") <img src=x onerror="document.title=\'ran\'"> <script>document.title="ran"</script>\n\n' +
    '[two](data:text/html,ran) [three](https://good.example/) ![four](https://thief.example/x.png)\n\n<javascript:alert(1)>\n',
  long: longAnswer(LONG_ANSWER_CHARACTERS),
}

/** Between two words of a slow answer. */
const SLOW_MS = 100
/** In case a test forgets a slow answer. */
const MOST_SLOW_WORDS = 3_000

export async function startEngineUpstream(): Promise<EngineUpstream> {
  const asked: Message[][] = []
  const released = new Set<string>()

  async function answer(messages: Message[], response: ServerResponse): Promise<void> {
    const [kind = '', mark = ''] = (messages.at(-1)?.content ?? '').split(' ')
    const isFirst = asked.push(messages) && marked(mark).length === 1
    const say = (text: string) => response.write(frame(text))
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    if (kind === 'slow') {
      for (let word = 0; word < MOST_SLOW_WORDS && !released.has(mark) && !response.destroyed; word += 1) {
        say(`${word} `)
        await pause(SLOW_MS)
      }
      say('end')
    } else if (kind === 'cut' && isFirst) {
      say('Half of')
      await pause(SLOW_MS)
      response.destroy()
      return
    } else {
      for (const piece of (kind === 'cut' ? 'Whole at last.' : textFor(kind, messages)).match(/[^]{1,40}/gu) ?? [])
        say(piece)
    }
    response.end(frame('', 'stop') + DONE)
  }

  const marked = (mark: string) => asked.filter((messages) => messages.at(-1)?.content.endsWith(mark))

  const server = createServer(async (request, response) => {
    const [, what = '', mark = ''] = (request.url ?? '').split('/').map(decodeURIComponent)
    switch (what) {
      case 'release':
        released.add(mark)
        return response.writeHead(204).end()
      case 'asked':
        return response.end(JSON.stringify(marked(mark)))
      default: {
        const { messages }: { messages: Message[] } = JSON.parse(await text(request))
        return answer(messages, response)
      }
    }
  })
  server.listen(0, HOST)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has an address with a port')
  return {
    url: `http://${HOST}:${address.port}`,
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function textFor(kind: string, messages: readonly Message[]): string {
  return TEXTS[kind] ?? answerTo(messages.map(({ role, content }) => ({ role, text: content })))
}

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}
