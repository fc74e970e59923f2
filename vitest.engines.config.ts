/** `npm run test:engines`: what a visitor does, in the browser engines that are not Chromium. Each has to be installed. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    globalSetup: ['test/support/engines/product-setup.ts'],
    // Each engine runs once, and does one thing at a time.
    maxWorkers: 1,
    teardownTimeout: 60_000,
    projects: ['firefox', 'webkit'].map((name) => ({
      test: {
        name,
        isolate: false,
        include: ['test/engines/**/*.test.ts'],
        globalSetup: ['test/support/engines/engine-setup.ts'],
        // A machine that does much at once is slow to draw: waiting longer hides nothing.
        expect: { poll: { timeout: 30_000 } },
        testTimeout: 180_000,
        hookTimeout: 180_000,
      },
    })),
  },
})
