import { Failure } from '../../../protocol/failure.ts'
import { field, isRecord } from '../../../protocol/record.ts'
import { noCompletion } from '../reply/completion.ts'
import { writtenFault } from '../reply/status-fault.ts'
import type { Piece } from '../upstream.ts'
import { firstChoice, readCompletionHead } from './completion-head.ts'
import { wordsOf } from './content.ts'

/**
 * Reads a plain JSON completion: `choices[0].message`.
 *
 * @throws Failure `upstream_bad_reply` if it is something else; the failure that the error means if it is one.
 */
export function readWhole(text: string): Piece {
  // llama.cpp writes errors like this.
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Failure('upstream_bad_reply', { detail: 'not JSON' })
  }
}
