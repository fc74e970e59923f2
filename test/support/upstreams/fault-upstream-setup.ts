import type { TestProject } from 'vitest/node'
import { faultScripts } from './fault-scripts.ts'
import { startFaultUpstream } from './fault-upstream.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const upstream = await startFaultUpstream(faultScripts)
  project.provide('faultUpstream', upstream.url)
  return () => upstream.stop()
}
