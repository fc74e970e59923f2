import type { TestProject } from 'vitest/node'
import { startEngine } from './start-engine.ts'
import type { EngineName } from './tab.ts'

const ENGINES: readonly EngineName[] = ['firefox', 'webkit']

/** Starts the engine that a project is named after. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const name = ENGINES.find((each) => each === project.name)
  if (!name) throw new Error(`${project.name} is not an engine.`)
  const engine = await startEngine(name)
  console.log(`${name}: ${engine.version}`)
  project.provide('engine', { name, address: engine.address, downloads: engine.downloads })
  return engine.stop
}
