/** Asks a deployed chat one question, as a page on an allowed origin does, and leaves no trace of it. */
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { FAILURES } from '../../protocol/failure.ts'
import { field } from '../../protocol/record.ts'

export interface Visitor {
  /** The Worker's origin. */
  url: string
  site: string
  origin: string
}

/** The answer's text, or the code of the failure that a visitor would have got. */
export type Turn = { answer: string; code?: never } | { answer?: never; code: string }

const QUESTION = 'Hello!'
const SECONDS = 60

/** Rejects if the Worker cannot be reached at all. */
export async function realTurn({ url, site, origin }: Visitor): Promise<Turn> {
  const signal = AbortSignal.timeout(SECONDS * 1000)
  const call = (method: string, path: string, token?: string, body?: object) =>
    fetch(url + path, {
      method,
      signal,
      headers: {
        origin,
        ...(body && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })

  const opened = await call('POST', `/v1/sites/${site}/sessions`, undefined, {})
  if (!opened.ok) return { code: await codeOf(opened) }
  const token = String(field(await opened.json(), 'token'))
  try {
    const asked = await call('POST', '/v1/turns', token, { id: crypto.randomUUID(), text: QUESTION })
    return asked.ok && asked.body ? await read(asked.body) : { code: await codeOf(asked) }
  } finally {
    // A check is not one of the site’s conversations.
    await call('DELETE', '/v1/session', token).catch(() => {})
  }
}

async function read(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Turn> {
  let answer = ''
  for await (const { event, data } of body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())) {
    const told: unknown = JSON.parse(data)
    if (event === 'delta') answer += String(field(told, 'text'))
    if (event === 'done') return { answer }
    if (event === 'failed') return { code: String(field(field(told, 'error'), 'code')) }
  }
  return { code: 'answer_cut' }
}

const codeOf = async (response: Response): Promise<string> =>
  String(field(field(await response.json().catch(() => null), 'error'), 'code') ?? `status ${response.status}`)

/** For the owner: what a failure means and where to fix it. */
export function remedyFor(code: string): string {
  const failure = Object.entries<{ message: string; owner?: string }>(FAILURES).find(([known]) => known === code)?.[1]
  return failure?.owner ?? failure?.message ?? 'The Worker answers, but not like this version. Run `npm run deploy`.'
}
