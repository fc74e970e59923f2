import type { RunningWorker } from '../../../demo/worker.ts'

/** Puts the settings of sites, by their names, into a Worker that runs and has not been asked for them yet. */
export async function publish(
  worker: Pick<RunningWorker, 'put'>,
  sites: Readonly<Record<string, object>>,
): Promise<void> {
  for (const [site, settings] of Object.entries(sites)) {
    await worker.put('PERSONAS', `site:${site}`, JSON.stringify(settings))
  }
}
