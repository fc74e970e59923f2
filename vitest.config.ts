import path from 'node:path'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { OWNER_KEY, PROVIDER_KEY, SESSION_KEYS } from './test/support/canaries.ts'

// What wrangler says of secrets that are not set is true, and no news: the tests bring their own.
process.env['WRANGLER_LOG'] ??= 'error'

// Node compiles wrangler, miniflare and vitest once, and not for every process that tests start.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules/.cache/inglenook-compiled')

// For two cores: most of these tests wait more than they compute.
const maxWorkers = 3

/** What takes half a minute or more, the longest first: begun last, it would keep one core busy alone. */
const LONG = [
  'e2e/markdown-long',
  'worker/histories',
  'worker/histories-broken',
  'worker/book',
  'e2e/bot-check',
  'e2e/markdown-safety',
  'e2e/unbroken',
  'e2e/identity',
  'api/kill',
  'deploy/setup',
  'api/naughty-strings',
  'api/json-bodies',
  'e2e/accessibility',
  'api/exactly-once',
  'api/authorisation',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return found < 0 ? LONG.length : found
    }
    return files.toSorted((one, other) => place(one) - place(other))
  }
}

export default defineConfig({
  test: {
    maxWorkers,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // In workerd, against the real Durable Object, SQLite and KV.
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              cf: false,
              analyticsEngineDatasets: { TURNS: { dataset: 'inglenook_turns' } },
              bindings: {
                SESSION_KEYS,
                OWNER_KEY,
                OPENAI_API_KEY: PROVIDER_KEY,
                OPENAI_BASE_URL: `${inject('faultUpstream')}/whole/v1`,
                LOCAL_UPSTREAMS: 'true',
                DEMO_ORIGINS: 'https://page.example',
              },
            },
          })),
        ],
        test: {
          name: 'worker',
          setupFiles: ['test/worker/nothing-leaks.ts'],
          maxWorkers,
          include: ['test/worker/**/*.test.ts'],
          globalSetup: ['test/support/fault-upstream-setup.ts'],
          testTimeout: 20_000,
        },
      },
      {
        // Everything that needs no browser: pure parts, the sources' structure, the whole Worker over HTTP.
        test: {
          name: 'node',
          setupFiles: ['test/support/nothing-leaks.ts'],
          // A file leaves nothing behind in its module's state; what is imported once more costs a second a file.
          isolate: false,
          maxWorkers,
          include: ['test/**/*.test.ts'],
          exclude: ['test/worker/**', 'test/e2e/**', 'test/engines/**'],
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        // The product in a real Chromium.
        test: {
          name: 'browser',
          setupFiles: ['test/support/nothing-leaks.ts'],
          isolate: false,
          // A machine that does much at once is slow to draw: waiting longer hides nothing.
          expect: { poll: { timeout: 10_000 } },
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
