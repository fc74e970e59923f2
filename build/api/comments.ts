/** What `protocol/` says of its shapes, read off its comments: fields are described once, where they are declared. */
import { readFileSync } from 'node:fs'

const FILES = ['turn/question.ts', 'wire.ts', 'owner.ts', 'failure.ts', 'setting-problem.ts']
const DECLARED = /(?:\/\*\*((?:(?!\*\/).)*)\*\/\n)?export interface (\w+)(?: extends ([^{]+))? \{\n(.*?)\n\}/gs
const FIELD = /(?:\/\*\*((?:(?!\*\/).)*)\*\/\s*)?(?<=^|\n) {2}(\w+)\??: /gs

export interface Comments {
  of: string
  fields: Readonly<Record<string, string>>
}

/** By the interfaces' names; fields that an interface has from another one are among its own. */
export function readComments(folder: URL): Readonly<Record<string, Comments>> {
  const all: Record<string, Comments> = {}
  for (const file of FILES) {
    const source = readFileSync(new URL(file, folder), 'utf8')
    for (const [, of = '', name = '', parents = '', body = ''] of source.matchAll(DECLARED)) {
      const inherited = (parents.match(/\w+/g) ?? []).map((parent) => all[parent]?.fields ?? {})
      const own = [...body.matchAll(FIELD)].map(([, said = '', field = '']) => [field, tidy(said)] as const)
      all[name] = { of: tidy(of), fields: Object.assign({}, ...inherited, Object.fromEntries(own)) }
    }
  }
  return all
}

const tidy = (comment: string): string =>
  comment
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
