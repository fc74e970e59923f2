import type { TestProject } from 'vitest/node'

/** Prints how to run it again with the same choices. */
export default function setup(project: TestProject): void {
  const { seed, isLong } = project.getProvidedContext().sampling
  console.log(`${isLong ? 'All that is sampled; random' : 'Samples and random'} choices are of INGLENOOK_SEED=${seed}`)
}
