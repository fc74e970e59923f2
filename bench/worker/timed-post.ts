/** A load generator's request: it does little work for an answer, so that the other side is what is measured. */
import { Agent, request } from 'node:http'
import { FIRST_WORD } from './upstream.ts'

/**
 * Connections are kept alive, as in a browser, but idle ones for less than workerd's five seconds: if it closes one while a
 * question is being sent, the whole run ends (`socket hang up`).
 */
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, timeout: 4000 })

export interface Timed {
  /** From the request to the first word of the answer, and to its end; NaN if there was no word. */
  firstWordMilliseconds: number
  milliseconds: number
  /** The end of the answer. */
  tail: string
}

const TAIL_CHARACTERS = 4096

/** @throws if the status is not 200 or 201, with the response. `hear` gets the answer as it arrives. */
export function timedPost(
  url: string,
  headers: Record<string, string>,
  body: unknown,
  hear: (text: string) => void = () => {},
): Promise<Timed> {
  const { promise, resolve, reject } = Promise.withResolvers<Timed>()
  const started = performance.now()
  const asked = request(
    url,
    { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } },
    (response) => {
      let firstWordMilliseconds = Number.NaN
      let tail = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        hear(text)
        tail = (tail + text).slice(-TAIL_CHARACTERS)
        if (Number.isNaN(firstWordMilliseconds) && tail.includes(FIRST_WORD)) {
          firstWordMilliseconds = performance.now() - started
        }
      })
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode } = response
        if (statusCode !== 200 && statusCode !== 201) reject(new Error(`${url}: ${statusCode} ${tail}`))
        else resolve({ firstWordMilliseconds, milliseconds: performance.now() - started, tail })
      })
    },
  )
  asked.on('error', reject)
  asked.end(JSON.stringify(body))
  return promise
}
