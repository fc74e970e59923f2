/** Holds the floors of ARCHITECTURE.md: who may import whom. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '..')

/** From the ground up. A file imports from its own floor or from one below, in its own house or in protocol/. */
const FLOORS: Readonly<Record<string, readonly RegExp[]>> = {
  worker: [
    /^worker\/base\/.+$/,
    /^worker\/providers\/.+$/,
    /^worker\/(limits|sites|transcripts)\/.+$/,
    /^worker\/session\/command$/,
    /^worker\/session\/turns\/.+$/,
    /^worker\/session\/context\/.+$/,
    /^worker\/session\/usage\/.+$/,
    /^worker\/session\/stream\/.+$/,
    /^worker\/session\/lifecycle\/.+$/,
    /^worker\/session\/session-object$/,
    /^worker\/http\/.+$/,
    /^worker\/auth\/.+$/,
    /^worker\/(visitor|owner|programs)\/.+$/,
    /^worker\/(front-routes|router)$/,
    /^worker\/index$/,
  ],
  widget: [
    /^widget\/page\/.+$/,
    /^widget\/(markdown|api)\/.+$/,
    /^widget\/chat\/.+$/,
    /^widget\/words\/.+$/,
    /^widget\/panel\/.+$/,
    /^widget\/(turns|challenge)\/.+$/,
    /^widget\/embed\/.+$/,
    /^widget\/(check|extras|package)\/.+$/,
  ],
  console: [
    /^console\/words\/.+$/,
    /^console\/api\/.+$/,
    /^console\/ui\/.+$/,
    /^console\/shell\/.+$/,
    /^console\/(embed|transcripts)\/.+$/,
    /^console\/(sites|persona|usage|privacy)\/.+$/,
    /^console\/frame$/,
    /^console\/(main|preview)$/,
  ],
}

const FOLDERS = ['protocol', 'worker', 'widget', 'console', 'demo', 'build', 'deploy', 'bench']
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

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    // What bench/ is measured beside is not ours.
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts') && !name.startsWith('node_modules'))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/'))),
)

/** Without its ending: `worker/session/line`. */
const stem = (file: string) => file.replace(/\.tsx?$/, '')

/** What a file imports from this repository. */
function imports(file: string): string[] {
  // `typeof import(…)` says what a module promises that is fetched at run time: it imports nothing.
  const text = readFileSync(path.join(ROOT, file), 'utf8').replace(/typeof import\([^)]*\)/g, '')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)]
    .map(([, to = '']) => stem(path.posix.join(path.posix.dirname(file), to)))
    .filter((to) => !/\.(css|json)$/.test(to))
}

const graph = new Map(sources.map((file) => [stem(file), imports(file)]))
const edges = [...graph].flatMap(([from, all]) => all.map((to) => [from, to] as const))
const house = (file: string) => file.split('/')[0] ?? ''
const told = (found: readonly (readonly [string, string])[]) => found.map(([from, to]) => `${from} → ${to}`)

test('every import leads to a file', () => {
  expect(edges.length).toBeGreaterThan(100)
  const isThere = (to: string) => graph.has(to) || existsSync(path.join(ROOT, `${to}.ts`))
  expect(told(edges.filter(([, to]) => !isThere(to)))).toEqual([])
})

describe('houses', () => {
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

  test.for(FOLDERS)('%s imports only from where it may', (folder) => {
    const strangers = edges.filter(
      ([from, to]) => house(from) === folder && house(to) !== folder && !allowed[folder]?.includes(house(to)),
    )
    expect(told(strangers)).toEqual([])
  })
})

test.for(Object.entries(FLOORS))('in %s nothing imports from a floor above', ([folder, floors]) => {
  const floor = (file: string) => floors.findIndex((pattern) => pattern.test(file))
  const own = edges.filter(([from, to]) => house(from) === folder && house(to) === folder)
  expect([...graph.keys()].filter((file) => house(file) === folder && floor(file) < 0)).toEqual([])
  expect(told(own.filter(([from, to]) => floor(to) > floor(from)))).toEqual([])
})

test('nothing imports an entry', () => {
  expect(ENTRIES.filter((entry) => !graph.has(entry))).toEqual([])
  expect(told(edges.filter(([, to]) => ENTRIES.includes(to)))).toEqual([])
})

test('there is no circle', () => {
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

test('one file of the Worker sees env, one of the widget sees document.currentScript', () => {
  const seen = (folder: string, pattern: RegExp) =>
    sources
      .filter((file) => house(file) === folder && pattern.test(readFileSync(path.join(ROOT, file), 'utf8')))
      .map(stem)
  expect(seen('worker', /\benv\./)).toEqual(['worker/index'])
  expect(seen('widget', /\bofPage\('currentScript'\)/)).toHaveLength(1)
})

test('in the Worker one file turns an error into text for the log: some errors quote what somebody said', () => {
  const isTelling = (file: string) =>
    /String\(error\)|\berror\.(message|stack)\b/.test(readFileSync(path.join(ROOT, file), 'utf8'))
  expect(sources.filter((file) => house(file) === 'worker' && isTelling(file))).toEqual(['worker/base/log.ts'])
})

/** Short words that a test must not find in a log, in what was sent or in a token: random ids may contain them. */
function shortNeedles(text: string): string[] {
  const literals = (list: string) => [...list.matchAll(/(?<!\()'([^']*)'/g)].map(([, literal = '']) => literal)
  const random = /\b(log|sent|everything|output|printed|token)\b/
  return [
    ...text.matchAll(/()expect\((.*)\)\.not\.toContain\(('[^']*')\)/g),
    ...text.matchAll(/for \(const \w+ of \[(.*)\]\)\s+expect\((.*)\)\.not\.toContain\((\w+)\)/g),
  ]
    .filter(([, , subject = '']) => random.test(subject))
    .flatMap(([, list = '', , needle = '']) => literals(list + needle))
    .filter((literal) => /^[\w+/=-]{1,11}$/.test(literal))
}

// An element called like a property of the document takes its place: `widget/page/host-page.ts` says why that matters.
test('the widget reads the document, and what others set on the window, through host-page.ts only', () => {
  const files = sources.filter((file) => house(file) === 'widget' && stem(file) !== 'widget/page/host-page')
  expect(files.length).toBeGreaterThan(80)
  const isRead = (line: string) => /\bdocument\.|\bwindow\.\w+\b(?! = )|\bwindow\[|\} = (window|document)\b/.test(line)
  const isComment = (line: string) => /^\s*(\*|\/[*/])/.test(line)
  const reading = files.flatMap((file) =>
    readFileSync(path.join(ROOT, file), 'utf8')
      .split('\n')
      .filter((line) => isRead(line) && !isComment(line) && !/\bdelete window\./.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(reading).toEqual([])
})

// A page may give arrays and texts a `toJSON` of their own.
test('the widget writes JSON through json-text.ts only', () => {
  const writing = sources
    .filter((file) => house(file) === 'widget' && stem(file) !== 'widget/page/json-text')
    .filter((file) => readFileSync(path.join(ROOT, file), 'utf8').includes('JSON.stringify'))
  expect(writing).toEqual([])
})

test('no test looks for a word that random text may contain by chance', () => {
  const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const found = tests
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) =>
      shortNeedles(readFileSync(path.join(import.meta.dirname, name), 'utf8')).map((needle) => `${name}: ${needle}`),
    )
  expect(found).toEqual([])
  const alone = (needle: string) => `expect(worker.log.join()).not.toContain('${needle}')`
  const listed = (needle: string) => `for (const secret of [KEY, '${needle}']) expect(log).not.toContain(secret)`
  for (const planted of [alone, listed]) {
    expect(shortNeedles(planted('ada'))).toEqual(['ada'])
    expect(shortNeedles(planted('ada-of-the-canaries'))).toEqual([])
  }
})

test('no drawer is called utils', () => {
  expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc|types|shared)(\/|\.)/.test(file))).toEqual([])
})
