import { field, isRecord } from '../../../protocol/record.ts'

/** Types of parts that are words of the answer. Gemini's own parts have no type. */
const WORDS: ReadonlySet<unknown> = new Set(['text', 'output_text', undefined])
/** Types of reasoning parts: `thinking`, `redacted_thinking`, `reasoning`, `reasoning_text` … */
const THOUGHTS = /think|thought|reason/

/**
 * The words of a delta or a message: its `content`, a text or a list of parts, and its `refusal`. Reasoning under other names
 * (`reasoning_content`, `reasoning`) is not part of the answer.
 *
 * @returns null if a part may have words but cannot be read: the answer would have a gap.
 */
export function wordsOf(message: unknown): string | null {
  const content = field(message, 'content') ?? ''
  const words = typeof content === 'string' ? content : ofParts(content)
  const refusal = field(message, 'refusal')
  return typeof refusal === 'string' && words !== null ? words + refusal : words
}

function ofParts(content: unknown): string | null {
  if (!isRecord(content)) return null
  let words = ''
  for (const part of Array.isArray(content) ? content : [content]) {
    const said = ofPart(part)
    if (said === null) return null
    words += said
  }
  return words
}

function ofPart(part: unknown): string | null {
  if (typeof part === 'string') return part
  if (!isRecord(part)) return part === null ? '' : null
  const { type, text, content, refusal, thought } = part
  if (thought === true || (typeof type === 'string' && THOUGHTS.test(type))) return ''
  if (type === 'refusal' && typeof refusal === 'string') return refusal
  const said = text ?? content ?? ''
  if (said === '') return ''
  // A picture or a reference has no words. A part of unknown type with a text in it may have some.
  return WORDS.has(type) && typeof said === 'string' ? said : null
}
