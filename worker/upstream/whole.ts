import { Failure } from '../../protocol/failure.ts'
import { field, isRecord } from '../../protocol/record.ts'
import { noCompletion, readHead } from './completion.ts'
import { writtenFault } from './status-fault.ts'
import type { Piece } from './upstream.ts'

const WHOLE_BYTES = 4 * 1024 * 1024

/**
 * Reads a plain JSON completion: `choices[0].message.content`.
 *
 * @throws Failure `upstream_bad_reply` when it is something else, what the error means when it is one.
 */
export async function readWhole(body: ReadableStream<Uint8Array>): Promise<Piece> {
  const value = parse(await readText(body))
  if (!isRecord(value)) throw new Failure('upstream_bad_reply', { detail: 'not a JSON object' })
  if ((value['error'] ?? null) !== null) throw writtenFault(value['error'], 'error-frame')
  const message = field(field(field(value, 'choices'), '0'), 'message')
  const content = field(message, 'content') ?? ''
  if (!isRecord(message) || typeof content !== 'string') {
    throw new Failure('upstream_bad_reply', { detail: 'no choices[0].message.content' })
  }
  const completion = noCompletion()
  readHead(value, completion)
  return { text: content, completion }
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of body) {
    text += decoder.decode(bytes, { stream: true })
    if (text.length > WHOLE_BYTES) throw new Failure('upstream_bad_reply', { detail: 'more than 4 MiB' })
  }
  return text + decoder.decode()
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Failure('upstream_bad_reply', { detail: 'not JSON' })
  }
}
