/** How much a folder, a file and a function may hold, and how they are named: so that a reader finds the way. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { expect, test } from 'vitest'
import { allFiles, ROOT, sources, stem, textOf, topFolder } from './sources.ts'
import { LONG_FILES, LONG_FUNCTIONS } from './exceptions.ts'

const FILES_IN_FOLDER = 25
const LINES_IN_FILE = 250
const LINES_IN_FUNCTION = 80
/** Of the session's object: each of its parts has one duty. */
const LINES_IN_CLASS = 150
/** What every folder of a feature may have. */
const ROLES: ReadonlySet<string> = new Set(['index', 'model', 'words', 'view', 'routes', 'schema'])

const linesOf = (text: string): number => text.split('\n').length - 1

/** Every function of a file that is longer than a function may be, by its name, with its lines. */
function longFunctions(file: string): [name: string, lines: number][] {
  const text = textOf(file)
  const { program } = parseSync(file, text)
  const found: [string, number][] = []
  const names = new Map<number, string>()
  const measure = (node: { start: number; end: number; id?: { name: string } | null }) => {
    const lines = linesOf(text.slice(node.start, node.end)) + 1
    if (lines > LINES_IN_FUNCTION) found.push([node.id?.name ?? names.get(node.start) ?? '', lines])
  }
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type === 'Identifier' && init) names.set(init.start, id.name)
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }).visit(program)
  return found
}

const longClasses = (file: string): string[] => {
  const text = textOf(file)
  const found: string[] = []
  new Visitor({
    ClassDeclaration({ start, end, id }) {
      if (linesOf(text.slice(start, end)) + 1 > LINES_IN_CLASS) found.push(`${file} ${id?.name}`)
    },
  }).visit(parseSync(file, text).program)
  return found
}

/** Entries of this map that are over the exception they have, and exceptions that nothing needs any more. */
function broken(found: ReadonlyMap<string, number>, exceptions: Readonly<Record<string, number>>): string[] {
  const over = [...found]
    .filter(([name, size]) => size > (exceptions[name] ?? 0))
    .map(([name, size]) => `${name}: ${size}`)
  const spare = Object.keys(exceptions).filter((name) => !found.has(name))
  return [...over, ...spare.map((name) => `${name}: take it off the list`)]
}

test('no folder has too many files', () => {
  const folders = Map.groupBy(allFiles(), (file) => path.posix.dirname(file))
  expect(folders.size).toBeGreaterThan(80)
  const full = [...folders].filter(([, files]) => files.length > FILES_IN_FOLDER)
  expect(full.map(([folder, files]) => `${folder}: ${files.length}`)).toEqual([])
})

test('no file is too long, and the list of exceptions only shrinks', () => {
  const long = sources
    .map((file) => [file, linesOf(textOf(file))] as const)
    .filter(([, lines]) => lines > LINES_IN_FILE)
  expect(broken(new Map(long), LONG_FILES)).toEqual([])
})

test('no function is too long, and the list of exceptions only shrinks', () => {
  const long = sources.flatMap((file) =>
    longFunctions(file).map(([name, lines]) => [`${file} ${name}`, lines] as const),
  )
  expect(long.length).toBeGreaterThan(0)
  // Of several without a name the longest counts.
  const bySize = long.toSorted(([, one], [, other]) => one - other)
  expect(broken(new Map(bySize), LONG_FUNCTIONS)).toEqual([])
})

test('no class of the session’s object is too long', () => {
  const files = sources.filter((file) => file.startsWith('worker/session/'))
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap(longClasses)).toEqual([])
  expect(longClasses('worker/sites/registry-object.ts')).toHaveLength(1)
})

test('in a top-level folder, no two exported types have the same name, and no two files the same stem', () => {
  const types = (file: string) =>
    [...textOf(file).matchAll(/^export (?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)/gm)].map(
      ([, name = '']) => name,
    )
  const twice = (named: readonly (readonly [string, string])[]) =>
    [...Map.groupBy(named, ([name]) => name)]
      .filter(([, all]) => all.length > 1)
      .map(([name]) => name)
      .toSorted()
  const inFolder = (name: (file: string) => readonly string[]) =>
    twice(sources.flatMap((file) => name(file).map((one) => [`${topFolder(file)}: ${one}`, file] as const)))
  expect(inFolder(types)).toEqual([])
  const stems = (file: string) => [path.posix.basename(stem(file))].filter((name) => !ROLES.has(name))
  expect(inFolder(stems)).toEqual([])
})

test('no folder is called utils', () => {
  expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc|types|shared)(\/|\.)/.test(file))).toEqual([])
})

test('a test is in a folder that the sources also have', () => {
  const inFolders = allFiles().flatMap(
    (file) => /^test\/(worker|widget|console)\/(.+)\/[^/]+\.test\.ts$/.exec(file)?.slice(1, 3).join('/') ?? [],
  )
  expect(inFolders.length).toBeGreaterThan(60)
  expect(inFolders.filter((folder) => !existsSync(path.join(ROOT, folder)))).toEqual([])
})
