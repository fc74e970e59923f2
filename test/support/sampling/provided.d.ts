import type { Sampling } from './sampling.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the raw upstream. */
    faultUpstream: string
    sampling: Sampling
  }
}
