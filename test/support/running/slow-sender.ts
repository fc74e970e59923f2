/** A typical simple client: it only reads the answer after it has sent its whole body. */
import { once } from 'node:events'
import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

const PIECE_BYTES = 16 * 1024
const WAITING_MILLISECONDS = 5

interface Sending {
  headers: Record<string, string>
  bytes: number
  /** Without a `content-length`, in chunks. */
  isChunked: boolean
}

/** @throws the connection's error while the body is sent. */
export async function sendSlowly(
  url: string,
  { headers, bytes, isChunked }: Sending,
): Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }> {
  const length = isChunked ? {} : { 'content-length': String(bytes) }
  const sent = request(url, { method: 'POST', agent: false, headers: { ...headers, ...length } })
  const answered = new Promise<IncomingMessage>((resolve, reject) => sent.on('response', resolve).on('error', reject))
  // It is checked below, when everything is sent.
  answered.catch(() => {})
  const piece = Buffer.alloc(PIECE_BYTES, 'x')
  for (let left = bytes; left > 0; left -= PIECE_BYTES) {
    if (sent.errored) throw sent.errored
    if (!sent.write(piece.subarray(0, left))) await Promise.race([once(sent, 'drain'), answered])
    await new Promise((resolve) => setTimeout(resolve, WAITING_MILLISECONDS))
  }
  sent.end()
  const response = await answered
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}
