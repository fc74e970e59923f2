import type { Sampling } from './sampling.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the raw upstream listens. */
    faultUpstream: string
    sampling: Sampling
  }
}
