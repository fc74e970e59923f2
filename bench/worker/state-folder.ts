import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const MEMORY = '/dev/shm'

/** A new folder for a measured Worker's data, in memory if possible, since this machine's disk says nothing
 * about Cloudflare's. */
export const stateFolder = (): Promise<string> =>
  mkdtemp(path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'inglenook-bench-'))
