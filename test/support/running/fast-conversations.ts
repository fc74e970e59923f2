/** Fast conversations over HTTP, as on a page on the demo's origin. The question contains the upstream's answer. */
import type { SessionToken } from '../../../protocol/schemas/session.ts'
import type { Browsing } from '../browser/browsing.ts'
import { DONE, frame, head, type Script } from '../upstreams/fault-upstream.ts'
import { readEvents, type ReadEvent } from './running-worker.ts'

/** Answers with the text between `[` and `]` in the question; a question with `[400]` is refused. */
export const answersAsTold: Script = (socket, request) => {
  const questions = [...request.matchAll(/"role":"user","content":"((?:[^"\\]|\\.)*)"/g)]
  const question: string = JSON.parse(`"${questions.at(-1)?.[1] ?? ''}"`)
  const told = /\[([^]*)\]$/.exec(question)?.[1] ?? 'Yes.'
  if (told === '400') return head(socket, 'application/json', '400 Bad Request')
  head(socket)
  socket.write(frame(told) + frame('', 'stop') + DONE)
}

export interface FastConversations {
  /** A fresh session's token. */
  open(site?: string): Promise<string>
  /** Asks and reads to the end. @throws Error if it is refused. */
  ask(token: string, question: string, more?: { id?: string; page?: object }): Promise<ReadEvent[]>
  /** Another attempt at the turn with this id. */
  retry(token: string, id: string): Promise<ReadEvent[]>
  rate(token: string, id: string, rating: 'up' | 'down', comment?: string): Promise<void>
}

export function fastConversations({ demo: { workerUrl, pageUrl } }: Browsing): FastConversations {
  const call = (path: string, method: string, body: object, token?: string): Promise<Response> =>
    accepted(`${workerUrl}/v1${path}`, {
      method,
      headers: {
        origin: new URL(pageUrl).origin,
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
  return {
    async open(site = 'demo') {
      const { token }: SessionToken = await (await call(`/sites/${site}/sessions`, 'POST', {})).json()
      return token
    },
    ask: async (token, text, { id = crypto.randomUUID(), page } = {}) =>
      readEvents(await call('/turns', 'POST', { id, text, ...(page && { page }) }, token)),
    retry: async (token, id) => readEvents(await call(`/turns/${id}/retry`, 'POST', {}, token)),
    rate: async (token, id, rating, comment = '') =>
      void (await call(`/turns/${id}/feedback`, 'PUT', { rating, comment }, token)),
  }
}

async function accepted(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init)
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response
}
