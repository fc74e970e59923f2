/** The descriptions of fields, from the comments in `protocol/schemas/`: a field is described once, where it is declared. */
import { readdirSync, readFileSync } from 'node:fs'

const DECLARED = /^(?:export )?const (\w+) = v\.object\(\{\n(.*?)\n\}\)$/gms
const FIELD = /(?:\/\*\*((?:(?!\*\/).)*)\*\/\s*)?(?<=^|\n) {2}(?:(\w+)[:,]|\.\.\.(\w+)\.entries)/gs

type Fields = Readonly<Record<string, string>>

/** The fields' comments, by the shape's name in `SCHEMAS`. They include the fields that it gets from another shape. */
export function fieldComments(folder: URL): Readonly<Record<string, Fields>> {
  const all: Record<string, Fields> = {}
  for (const file of readdirSync(folder)) {
    const source = readFileSync(new URL(file, folder), 'utf8')
    for (const [, name = '', body = ''] of source.matchAll(DECLARED)) {
      const fields = [...body.matchAll(FIELD)].map(([, said = '', field, other = '']) =>
        field === undefined ? all[capitalized(other)] : { [field]: tidy(said) },
      )
      all[capitalized(name)] = Object.assign({}, ...fields)
    }
  }
  return all
}

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

const tidy = (comment: string): string =>
  comment
    .replaceAll(/^\s*\* ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
