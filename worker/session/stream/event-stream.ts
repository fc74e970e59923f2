import type { TurnEvent } from '../../../protocol/schemas/turn-event.ts'

const encoder = new TextEncoder()

/** A comment that keeps proxies from closing an idle stream. */
export const HEARTBEAT = encoder.encode(': hb\n\n')

/** One event of `text/event-stream` (WHATWG HTML §9.2); its id is `<seq>.<n>`. */
export function encodeEvent(seq: number, n: number, { event, data }: TurnEvent): Uint8Array {
  // JSON has no raw line breaks, so the data is one line.
  return encoder.encode(`id: ${seq}.${n}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
}

export function eventStream(body: BodyInit): Response {
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx and other proxies would buffer the words.
      'x-accel-buffering': 'no',
    },
  })
}

/** The n of `<seq>.<n>` if it belongs to this turn; otherwise null. */
export function readEventId(seq: number, id: string | null): number | null {
  const [, ofSeq, n] = /^(\d{1,9})\.(\d{1,9})$/.exec(id ?? '') ?? []
  return Number(ofSeq) === seq ? Number(n) : null
}
