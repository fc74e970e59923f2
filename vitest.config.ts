import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

// What wrangler says of secrets that are not set is true, and no news: the tests bring their own.
process.env['WRANGLER_LOG'] ??= 'error'

// Two cores. Left alone, one of them would be kept free, and most of these tests wait more than they compute.
const maxWorkers = 3

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        // In workerd, against the real Durable Object, SQLite and KV.
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              cf: false,
              bindings: {
                SESSION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64url')}`,
                OWNER_KEY: 'ik-test',
                OPENAI_API_KEY: 'sk-test',
                OPENAI_BASE_URL: `${inject('faultUpstream')}/whole/v1`,
                LOCAL_UPSTREAMS: 'true',
                DEMO_ORIGINS: 'https://page.example',
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          maxWorkers,
          include: ['test/worker/**/*.test.ts'],
          globalSetup: ['test/support/fault-upstream-setup.ts'],
        },
      },
      {
        // Everything that needs no browser: pure parts, the sources' structure, the whole Worker over HTTP.
        test: {
          name: 'node',
          maxWorkers,
          include: ['test/**/*.test.ts'],
          exclude: ['test/worker/**', 'test/e2e/**'],
          testTimeout: 20_000,
        },
      },
      {
        // The product in a real Chromium.
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/chromium-setup.ts'],
          maxWorkers,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})
