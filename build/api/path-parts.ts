/** The parts of a path that a caller fills in. */

/** The turn in the examples. */
export const TURN_ID = '6c1b4a52-5f0c-4a0e-9a53-0d6f1c3b7a11'

interface PathPart {
  name: string
  description: string
  schema: object
  example: string
}

const PARTS: Readonly<Record<string, Omit<PathPart, 'name'>>> = {
  ':site': { description: 'A site’s name.', schema: { type: 'string', maxLength: 63 }, example: 'demo' },
  ':session': {
    description: 'The id from the list of transcripts.',
    schema: { type: 'string' },
    example: 'pUu4HlbXxK',
  },
  ':id': { description: 'The UUID that the page chose.', schema: { type: 'string', format: 'uuid' }, example: TURN_ID },
  ':id+': { description: 'The id from the list.', schema: { type: 'string' }, example: 'site:demo' },
}
const PART = /:\w+\+?/g

/** The parts of a path of the table, in order. */
export const partsOf = (path: string): PathPart[] =>
  [...path.matchAll(PART)].map(([part]) => ({ name: bare(part), ...described(part) }))

/** In OpenAPI's notation: `/v1/turns/{id}/stop`. */
export const templateOf = (path: string): string => path.replaceAll(PART, (part) => `{${bare(part)}}`)

/** With the examples filled in. */
export const examplePath = (path: string): string => path.replaceAll(PART, (part) => described(part).example)

const bare = (part: string): string => part.replaceAll(/[:+]/g, '')

function described(part: string): Omit<PathPart, 'name'> {
  const found = PARTS[part]
  if (!found) throw new Error(`${part} has no description`)
  return found
}
