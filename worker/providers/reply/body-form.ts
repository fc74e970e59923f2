import { Failure } from '../../../protocol/failure.ts'

/** The form of a body: an event stream, one JSON value (or one line with an error), or a page of HTML. */
export type BodyForm = 'stream' | 'whole' | 'html'

/** The form, and the bytes that were read to find it. */
export interface OpenedBody {
  form: BodyForm
  head: Uint8Array
}

interface Telling {
  /** The body's content type; empty for none. */
  label: string
  streamStart: RegExp
}

/** Enough for `event:`, even after a byte order mark. */
const TELLING_BYTES = 9
/** How an event stream begins: with a field or a comment. */
export const EVENT_STREAM = /^(?:data|event|id|retry)?:/
const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/**
 * Reads the beginning of a body and decides its form. The content decides, because labels are often wrong; the label counts only
 * if the content is ambiguous. Leading blanks mean nothing in any form; some providers send them while they think.
 *
 * @param streamStart how the provider's streams begin.
 * @param heard is called with every read.
 */
export async function openBody(
  reads: AsyncIterator<Uint8Array, unknown>,
  { label, streamStart }: Telling,
  heard: () => void,
): Promise<OpenedBody> {
  let head = new Uint8Array()
  while (head.byteLength < TELLING_BYTES) {
    const { done, value } = await reads.next()
    if (done) break
    heard()
    head = withoutBlanks(joined(head, value))
  }
  return { form: formOf(new TextDecoder().decode(head), label.toLowerCase(), streamStart), head }
}

const WHOLE_BYTES = 4 * 1024 * 1024

/**
 * Reads a body that is a single text.
 *
 * @param head what was read of it before.
 * @throws Failure `upstream_bad_reply` when it is too long.
 */
export async function readText(head: Uint8Array, rest: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = decoder.decode(head, { stream: true })
  for await (const bytes of rest) {
    text += decoder.decode(bytes, { stream: true })
    if (text.length > WHOLE_BYTES) throw new Failure('upstream_bad_reply', { detail: 'more than 4 MiB' })
  }
  return text + decoder.decode()
}

function formOf(text: string, label: string, streamStart: RegExp): BodyForm {
  if (streamStart.test(text)) return 'stream'
  if (/^(?:[{[]|error:)/.test(text)) return 'whole'
  if (label.includes('html') || text.startsWith('<')) return 'html'
  return label.includes('json') ? 'whole' : 'stream'
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.byteLength + other.byteLength)
  both.set(one)
  both.set(other, one.byteLength)
  return both
}

function withoutBlanks(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let start = 0
  while (isBlank(bytes[start])) start += 1
  return bytes.subarray(start)
}
