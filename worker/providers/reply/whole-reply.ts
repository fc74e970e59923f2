import { Failure } from '../../../protocol/failure.ts'
import { field, isRecord } from '../../../protocol/record.ts'
import { firstChoice, noCompletion, readCompletionHead } from './completion.ts'
import { wordsOf } from './content.ts'
import { writtenFault } from './status-fault.ts'
import type { Piece } from '../upstream.ts'

const WHOLE_BYTES = 4 * 1024 * 1024

/**
 * Reads a plain JSON completion: `choices[0].message`.
 *
 * @param head what was read of it before, and what is still to be read.
 * @throws Failure `upstream_bad_reply` when it is something else, what the error means when it is one.
 */
export async function readWhole(head: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<Piece> {
  const text = await readText(head, rest)
  // As llama.cpp writes one.
  if (text.startsWith('error:')) throw writtenFault(parse(text.slice('error:'.length)), 'error-frame')
  const value = parse(text)
  if (!isRecord(value)) throw new Failure('upstream_bad_reply', { detail: 'not a JSON object' })
  if ((value['error'] ?? null) !== null) throw writtenFault(value['error'], 'error-frame')
  const choice = firstChoice(value)
  const message = field(choice, 'message')
  const words = wordsOf(message)
  if (!isRecord(message) || words === null) {
    throw new Failure('upstream_bad_reply', { detail: 'no choices[0].message.content that can be read' })
  }
  const completion = noCompletion()
  readCompletionHead(value, choice, completion)
  return { text: words, completion }
}

async function readText(head: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = decoder.decode(head, { stream: true })
  for await (const bytes of rest) {
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
