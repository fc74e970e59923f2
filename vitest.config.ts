import { globSync } from 'node:fs'
import path from 'node:path'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { OWNER_KEY, PROVIDER_KEY, SESSION_KEYS } from './test/support/running/canaries.ts'

// What wrangler says of secrets that are not set is true, and no news: the tests bring their own.
process.env['WRANGLER_LOG'] ??= 'error'

// Node compiles wrangler, miniflare and vitest once, and not for every process that tests start.
process.env['NODE_COMPILE_CACHE'] ??= path.join(import.meta.dirname, 'node_modules/.cache/inglenook-compiled')

// For two cores: most of these tests wait more than they compute.
const maxWorkers = 3

// A machine that does much at once is slow: waiting longer hides nothing, and speed is a matter of `npm run bench`.
const PATIENT = { testTimeout: 120_000, hookTimeout: 180_000 }

/**
 * What takes longest, the longest first: begun last, it would keep one core busy alone. Of those that take turns, each day has
 * some.
 */
const LONG = [
  'e2e/visitor/bot-check.sampled',
  'e2e/visitor/reading.sampled',
  'e2e/console/shell.sampled',
  'e2e/console/whole-way',
  'e2e/visitor/unbroken.sampled',
  'e2e/visitor/conversations.sampled',
  'e2e/main-job',
  'deploy/trouble.sampled',
  'e2e/console/persona.sampled',
  'demo/start',
  'api/visitor/provider-quirks',
  'api/visitor/kill.sampled',
  'e2e/console/embed.sampled',
  'demo/smoke.sampled',
  'e2e/visitor/accessibility.sampled',
  'e2e/visitor/limits.sampled',
  'api/visitor/limits.sampled',
  'e2e/console/transcripts.sampled',
  'e2e/console/usage.sampled',
  'e2e/visitor/identity.sampled',
  'e2e/visitor/turns.sampled',
  'api/visitor/bot-check.sampled',
  'api/visitor/upstream-trouble.sampled',
  'e2e/visitor/markdown-long.sampled',
  'upgrade/earlier-stores.sampled',
  'api/visitor/exactly-once.sampled',
  'worker/session/lifecycle/expiry',
  'worker/session/lifecycle/what-stays',
  'worker/session/usage/usage-reporter',
  'worker/session/turns/histories.sampled',
  'worker/session/turns/histories-broken.sampled',
]

/** One project after the other: a process that has loaded wrangler, which takes seconds, goes on with the next file of its own. */
const PROJECTS = ['product', 'worker', 'quick']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification): number => {
      const found = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return PROJECTS.indexOf(project.name) * (LONG.length + 1) + (found < 0 ? LONG.length : found)
    }
    return files.toSorted((one, other) => place(one) - place(other))
  }
}

/** Folders whose tests start processes: Workers, Chromium, wrangler, npm. */
const PRODUCT = 'api,demo,deploy,e2e,package,upgrade'

/** Every file of these that is sampled takes its turn: five minutes have room for one of so many. */
const TURNS = 5
/** What we promise before anything else is tried every day. */
const EVERY_DAY = ['api/visitor/exactly-once', 'e2e/visitor/conversations', 'e2e/visitor/turns', 'e2e/visitor/unbroken']

/** Sampled files of the product that have another day. A file or folder that is named on the command line runs today. */
function filesOfOtherDays(seed: number): string[] {
  if (process.argv.slice(2).some((word) => /(^|\/)test(\/|$)|\.test\.ts$/.test(word))) return []
  const place = (file: string) => {
    const found = LONG.findIndex((name) => file.endsWith(`/${name}.test.ts`))
    return found < 0 ? LONG.length : found
  }
  return globSync(`test/{${PRODUCT}}/**/*.sampled.test.ts`)
    .filter((file) => !EVERY_DAY.some((name) => file.endsWith(`${name}.sampled.test.ts`)))
    .toSorted((one, other) => place(one) - place(other) || (one < other ? -1 : 1))
    .filter((_, index) => (index + seed) % TURNS !== 0)
}

/** INGLENOOK_SEED, or today's date. */
function seedOfRun(): number {
  const given = process.env['INGLENOOK_SEED']
  const seed = Number(given || new Date().toISOString().slice(0, 10).replaceAll('-', ''))
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`INGLENOOK_SEED is “${given}”: it has to be a whole number`)
  return seed
}

export default defineConfig(({ mode }) => {
  // `npm run test:long`: all of what `npm test` takes samples of.
  const isLong = mode === 'long'
  const seed = seedOfRun()
  const inFolders = (folders: string) => `test/${folders}/**/*${isLong ? '.sampled' : ''}.test.ts`

  return {
    test: {
      maxWorkers,
      sequence: { sequencer: LongestFirst },
      provide: { sampling: { seed, isLong } },
      globalSetup: ['test/support/sampling/sampling-setup.ts'],
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
            setupFiles: ['test/worker/support/nothing-leaks.ts', 'test/worker/support/own-stores.ts'],
            // A runtime for each file took more than half of this project's time; `own-stores.ts` empties it after each.
            isolate: false,
            maxWorkers,
            include: [inFolders('worker')],
            globalSetup: ['test/support/upstreams/fault-upstream-setup.ts'],
            ...PATIENT,
          },
        },
        {
          // What needs neither a browser nor a process of its own: `npm run test:quick`.
          test: {
            name: 'quick',
            setupFiles: ['test/support/running/nothing-leaks.ts', 'test/support/texts/in-english.ts'],
            // A file leaves nothing behind in its module's state; what is imported once more costs a second a file.
            isolate: false,
            maxWorkers,
            include: [inFolders('**')],
            exclude: [`test/{worker,engines,${PRODUCT}}/**`],
            ...PATIENT,
          },
        },
        {
          // The whole Worker over HTTP, the commands that people run, and the product in a real Chromium.
          test: {
            name: 'product',
            setupFiles: ['test/support/running/nothing-leaks.ts'],
            isolate: false,
            expect: { poll: { timeout: 30_000, interval: 100 } },
            include: [inFolders(`{${PRODUCT}}`)],
            exclude: isLong ? [] : filesOfOtherDays(seed),
            globalSetup: ['test/support/browser/chromium-setup.ts'],
            maxWorkers,
            ...PATIENT,
          },
        },
      ],
    },
  }
})
