/** Our sources, as files: for the tests of how they lie and what they import. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const ROOT = path.join(import.meta.dirname, '../..')

/** At the top of the repository, `test` aside. */
export const FOLDERS = ['protocol', 'worker', 'widget', 'console', 'demo', 'build', 'deploy', 'bench']
export const sources = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    // What bench/ is measured beside is not ours.
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts') && !name.startsWith('node_modules'))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, '/'))),
)

/** Without its ending: `worker/session/command`. */
export const stem = (file: string) => file.replace(/\.tsx?$/, '')

/** What a file imports from this repository. */
export function imports(file: string): string[] {
  // `typeof import(…)` says what a module promises that is fetched at run time: it imports nothing.
  const text = textOf(file).replace(/typeof import\([^)]*\)/g, '')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)]
    .map(([, to = '']) => stem(path.posix.join(path.posix.dirname(file), to)))
    .filter((to) => !/\.(css|json)$/.test(to))
}

/** The folder at the top that a file lies in. */
export const topFolder = (file: string) => file.split('/')[0] ?? ''

/** Ours and those of the tests; what tests are fed with is data. */
export const allFiles = (): string[] => [
  ...sources,
  ...readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join('test', name.replaceAll(path.sep, '/')))
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('test/fixtures/')),
]

export const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8')
