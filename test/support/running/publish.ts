import type { RunningWorker } from '../../../demo/worker.ts'

/** Writes settings by site name into a running Worker that has not read them yet. */
export async function publish(
  worker: Pick<RunningWorker, 'put'>,
  sites: Readonly<Record<string, object>>,
): Promise<void> {
  for (const [site, settings] of Object.entries(sites)) {
    await worker.put('PERSONAS', `site:${site}`, JSON.stringify(settings))
  }
}
