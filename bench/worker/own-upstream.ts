import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Manner } from './upstream.ts'

export interface OwnUpstream {
  /** Ends in `/v1`. */
  url: string
  /** How the following calls are answered. */
  answer(manner: Manner): Promise<void>
  stop(): Promise<void>
}

/** The scripted upstream, in its own process. */
export async function startOwnUpstream(): Promise<OwnUpstream> {
  const child = fork(path.join(import.meta.dirname, 'upstream-process.ts'))
  const [url] = await once(child, 'message')
  return {
    url: String(url),
    async answer(manner) {
      child.send(manner)
      await once(child, 'message')
    },
    async stop() {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
