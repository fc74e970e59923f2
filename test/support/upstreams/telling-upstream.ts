/** An upstream that answers what a test says, at the test's pace, and remembers its requests. */
import { chunk, chunkedHead, DONE, frame, lastChunk, pause, startFaultUpstream } from './fault-upstream.ts'

export interface Message {
  role: string
  content: string
}

export interface Said {
  text: string
  /** Characters per chunk; roughly as few chunks as there are words. */
  piece?: number
  /** Between two chunks. */
  milliseconds?: number
  /** The pause after the first chunk, so that a test that acts in mid-answer need not hurry. */
  until?: Promise<void> | undefined
  finishReason?: string
}

export interface TellingUpstream {
  /** Ends in `/v1`. */
  url: string
  /** The messages of every request, oldest first. */
  asked: Message[][]
  stop(): Promise<void>
}

/** @param say the answer to the nth request (from 0) with these messages. */
export async function startTellingUpstream(say: (n: number, messages: Message[]) => Said): Promise<TellingUpstream> {
  const asked: Message[][] = []
  const upstream = await startFaultUpstream(() => async (socket, request) => {
    const { messages }: { messages: Message[] } = JSON.parse(request.slice(request.indexOf('\r\n\r\n') + 4))
    const { text, piece = 6, milliseconds = 0, until, finishReason = 'stop' } = say(asked.push(messages) - 1, messages)
    socket.setNoDelay(true)
    chunkedHead(socket)
    for (let at = 0; at < text.length && socket.writable; at += piece) {
      chunk(socket, frame(text.slice(at, at + piece)))
      if (milliseconds > 0) await pause(milliseconds)
      if (at === 0) await until
    }
    chunk(socket, frame('', finishReason) + DONE)
    lastChunk(socket)
  })
  return { url: `${upstream.url}/telling/v1`, asked, stop: upstream.stop }
}
