/** Who may import whom: ARCHITECTURE.md says why. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { FOLDERS, imports, ROOT, sources, stem, topFolder } from './sources.ts'

/**
 * From the ground up. A file imports from its own layer or from one below, in its own top folder or in `protocol/`. A line names
 * folders, or single files.
 */
const LAYERS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  worker: [
    ['base'],
    ['providers'],
    ['limits', 'sites', 'transcripts'],
    ['session/command'],
    ['session/turns'],
    ['session/context'],
    ['session/usage'],
    ['session/stream'],
    ['session/lifecycle'],
    ['session/entrance'],
    ['session/session-object'],
    ['http'],
    ['auth'],
    ['visitor', 'owner', 'programs'],
    ['front-routes', 'router'],
    ['index'],
  ],
  widget: [
    ['page'],
    ['markdown', 'api'],
    ['chat'],
    ['words'],
    ['panel'],
    ['turns', 'challenge'],
    ['menu', 'page-context'],
    ['embed'],
    ['check', 'extras', 'package'],
  ],
  console: [
    ['words'],
    ['api'],
    ['ui'],
    ['shell'],
    ['embed', 'transcripts'],
    ['sites', 'persona', 'usage', 'privacy'],
    ['frame'],
    ['main', 'preview'],
  ],
}

const ENTRIES = [
  'worker/index',
  'widget/embed/loader',
  'widget/panel/main',
  'widget/extras/extras',
  'widget/check/check',
  'widget/package/react',
  'console/main',
  'console/preview',
  'demo/start',
  'demo/smoke',
  'build/all',
  'build/lock',
  'build/docs/docs-settings',
  'build/docs/docs-errors',
  'build/docs/readme-figures',
  'build/sites/sites',
  'deploy/setup/setup',
  'deploy/doctor/doctor',
  'deploy/release/ready',
  'deploy/release/keep-earlier',
  'bench/all',
  'bench/worker/upstream-process',
  'bench/size',
  'bench/session',
  'bench/context',
  'bench/console',
  'bench/profile-start-up',
]

const graph = new Map(sources.map((file) => [stem(file), imports(file)]))
const edges = [...graph].flatMap(([from, all]) => all.map((to) => [from, to] as const))
const listed = (found: readonly (readonly [string, string])[]) => found.map(([from, to]) => `${from} → ${to}`)

test('every import leads to a file', () => {
  expect(edges.length).toBeGreaterThan(100)
  const isThere = (to: string) => graph.has(to) || existsSync(path.join(ROOT, `${to}.ts`))
  expect(listed(edges.filter(([, to]) => !isThere(to)))).toEqual([])
})

describe('the top-level folders', () => {
  /** `console` may show the real widget; the development parts may use what they run. */
  const allowed: Readonly<Record<string, readonly string[]>> = {
    protocol: [],
    worker: ['protocol'],
    widget: ['protocol'],
    console: ['protocol', 'widget'],
    demo: ['protocol'],
    // The docs quote what visitors and owners read.
    build: ['protocol', 'widget', 'console'],
    // It makes keys as `npm start` does, reads providers as the Worker does, and speaks to it as `npm run sites` does.
    deploy: ['protocol', 'build', 'demo', 'worker'],
    // Its browser, and its scripted partners, are those of the tests.
    bench: ['demo', 'worker', 'widget', 'protocol', 'test'],
  }

  test.for(FOLDERS)('%s imports only from the folders below it', (folder) => {
    const strangers = edges.filter(
      ([from, to]) =>
        topFolder(from) === folder && topFolder(to) !== folder && !allowed[folder]?.includes(topFolder(to)),
    )
    expect(listed(strangers)).toEqual([])
  })
})

test.for(Object.entries(LAYERS))('in %s nothing imports from a layer above', ([folder, layers]) => {
  const isIn = (file: string, place: string) => file === place || file.startsWith(`${place}/`)
  const layerOf = (file: string) =>
    layers.findIndex((places) => places.some((place) => isIn(file, `${folder}/${place}`)))
  const own = edges.filter(([from, to]) => topFolder(from) === folder && topFolder(to) === folder)
  expect([...graph.keys()].filter((file) => topFolder(file) === folder && layerOf(file) < 0)).toEqual([])
  expect(listed(own.filter(([from, to]) => layerOf(to) > layerOf(from)))).toEqual([])
})

test('nothing imports an entry point', () => {
  expect(ENTRIES.filter((entry) => !graph.has(entry))).toEqual([])
  expect(listed(edges.filter(([, to]) => ENTRIES.includes(to)))).toEqual([])
})

test('there is no cycle', () => {
  const done = new Set<string>()
  const circles: string[] = []
  function walk(file: string, trail: readonly string[]): void {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '))
    else if (!done.has(file)) for (const next of graph.get(file) ?? []) walk(next, [...trail, file])
    done.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  expect(circles).toEqual([])
})
