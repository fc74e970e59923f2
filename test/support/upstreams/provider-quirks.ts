/**
 * Differences between providers, one quirk per file in `test/fixtures/providers/`: what it is, what becomes of the answer, and
 * the replies, as sent over HTTP. `--- reply to "…"` is for requests with that text in them. In a body, `@wait 100` is a
 * pause in milliseconds, `@hold` sends nothing more, and `@reset` breaks the connection.
 */
import { readdirSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import path from 'node:path'
import { closed, DONE, frame, head, pause, startFaultUpstream, type FaultUpstream } from './fault-upstream.ts'

export interface Quirk {
  name: string
  about: string
  expected: {
    text: string
    state: string
    failure: string | null
    finishReason: string | null
    /** How often the provider was called. */
    calls: number
  }
  replies: { to: string; lines: string[] }[]
}

const FOLDER = path.join(import.meta.dirname, '../../fixtures/providers')

export const QUIRKS: readonly Quirk[] = readdirSync(FOLDER).map((file) => {
  const [told = '', ...replies] = readFileSync(path.join(FOLDER, file), 'utf8').split(/^--- reply/m)
  const [about = '', fields = ''] = told.split('\n\n')
  const expected: Quirk['expected'] = JSON.parse(`{${fields.trim().replace(/^\w+/gm, '"$&"').replaceAll('\n', ',')}}`)
  return {
    name: path.basename(file, '.txt'),
    about,
    expected,
    replies: replies.map((reply) => {
      const [to = '', ...lines] = reply.split('\n')
      return { to: /"(.+)"$/.exec(to)?.[1]?.replaceAll('\\"', '"') ?? '', lines }
    }),
  }
})

export interface QuirkyUpstream extends Pick<FaultUpstream, 'url' | 'stop'> {
  /** The bodies of all requests for this model, oldest first. */
  asked(model: string): readonly { messages: { role: string; content: string }[]; stream_options?: object }[]
}

/** The model’s name selects the quirk. For this question it gives a good answer, if it accepts the request. */
export const WELL = 'And now?'

export async function startQuirkyUpstream(): Promise<QuirkyUpstream> {
  const asked = new Map<string, ReturnType<QuirkyUpstream['asked']>>()
  const { url, stop } = await startFaultUpstream(() => async (socket, request) => {
    const body = JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4))
    const quirk = QUIRKS.find(({ name }) => name === body.model)
    if (!quirk) return void socket.destroy()
    asked.set(quirk.name, [...(asked.get(quirk.name) ?? []), body])
    const reply = quirk.replies.find(({ to }) => request.includes(to))
    if (!reply) return void socket.destroy()
    if (reply.to !== '' || !body.messages.at(-1).content.endsWith(WELL)) return play(socket, reply.lines)
    head(socket)
    socket.write(frame('Well.') + frame('', 'stop') + DONE)
  })
  return { url: `${url}/quirks/v1`, stop, asked: (model) => asked.get(model) ?? [] }
}

async function play(socket: Socket, lines: readonly string[]): Promise<void> {
  socket.setNoDelay(true)
  const body = lines.indexOf('')
  socket.write([...lines.slice(0, body), 'connection: close', '', ''].join('\r\n'))
  let text = ''
  const flush = () => {
    if (text !== '') socket.write(text)
    text = ''
  }
  for (const line of lines.slice(body + 1, -1)) {
    const [, direction, milliseconds] = /^@(wait|hold|reset) ?(\d*)$/.exec(line) ?? []
    if (direction === undefined) {
      text += `${line}\n`
      continue
    }
    flush()
    if (direction === 'wait') await pause(Number(milliseconds))
    else if (direction === 'hold') await closed(socket)
    else socket.resetAndDestroy()
    if (!socket.writable) return
  }
  flush()
}
