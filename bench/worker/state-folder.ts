import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const MEMORY = '/dev/shm'

/** A new folder for what a measured Worker stores: in memory where there is such a place, as a disk of this machine says nothing
 * of Cloudflare's. */
export const stateFolder = (): Promise<string> =>
  mkdtemp(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'inglenook-bench-'))
