import 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the raw upstream listens. */
    faultUpstream: string
  }
}
