/** How long a test waits for something that must happen. A busy machine is slow, and waiting longer hides nothing. */
export const PATIENT = { timeout: 60_000 } as const

/** For a test that starts Workers, or waits for several things one after the other. */
export const LONG_TEST = { timeout: 300_000 } as const
