/** The built Worker for pages of one origin, with one upstream. */
import { rm } from 'node:fs/promises'
import { startWorker } from '../../demo/worker.ts'
import { benchBindings } from '../worker/bindings.ts'
import { stateFolder } from '../worker/state-folder.ts'

export interface PageWorker {
  /** The owner's embed code. */
  tag: string
  stop(): Promise<void>
}

export async function startPageWorker(origin: string, upstreamUrl: string): Promise<PageWorker> {
  const state = await stateFolder()
  const worker = await startWorker({
    host: '127.0.0.1',
    port: 0,
    state,
    bindings: benchBindings(origin, upstreamUrl),
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
