/** The built Worker for pages of one origin, with one upstream. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startWorker } from '../demo/worker.ts'

export interface PageWorker {
  /** What its owner pastes. */
  tag: string
  stop(): Promise<void>
}

export async function startPageWorker(origin: string, upstreamUrl: string): Promise<PageWorker> {
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-bench-'))
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    bindings: {
      SESSION_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64url')}`,
      OPENAI_API_KEY: 'sk-bench',
      OPENAI_BASE_URL: upstreamUrl,
      LOCAL_UPSTREAMS: 'true',
      DEMO_ORIGINS: origin,
    },
    log: () => {},
  })
  return {
    tag: `<script async src="${worker.url}/inglenook.js" data-site="demo"></script>`,
    async stop() {
      await worker.dispose()
      await rm(state, { recursive: true, force: true })
    },
  }
}
