/** A demo's state with a site that has a year of usage: as real turns would have left it, but created faster. */
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { day, YEAR } from '../../../bench/history/conversations.ts'
import { startWorker } from '../../../demo/worker.ts'
import { ledgerClient } from '../../../worker/limits/ledger.ts'

/** For each day. */
export const TURNS_A_DAY = 40

/** @returns the folder, for `INGLENOOK_STATE`: the caller removes it. */
export async function yearOfUsage(site: string): Promise<string> {
  const state = await mkdtemp(path.join(tmpdir(), 'inglenook-year-'))
  const worker = await startWorker({ host: '127.0.0.1', port: 0, state, bindings: {}, direct: true, log: () => {} })
  const ledger = ledgerClient(await worker.object('LEDGERS', site))
  await Promise.all(Array.from({ length: YEAR }, (_, n) => ledger.record(day(n))))
  await worker.dispose()
  return state
}
