import type { TestProject } from 'vitest/node'
import { SCRIPTS } from './fault-scripts.ts'
import { startFaultUpstream } from './fault-upstream.ts'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const upstream = await startFaultUpstream(SCRIPTS)
  project.provide('faultUpstream', upstream.url)
  return () => upstream.stop()
}
