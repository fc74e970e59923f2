/** The settings as JSON Schema, for editors: a file that names it in `$schema` is validated while it is edited. */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'
import { withExtensions } from './extensions.ts'
import { settingsSchema } from '../protocol/site.ts'

const FILE = 'console/settings.schema.json'

/** Fields of a file in git other than settings. */
const ASIDE = {
  $schema: { type: 'string', description: 'The address of this schema.' },
  version: {
    type: 'integer',
    minimum: 0,
    description: 'The version that was live when the file was pulled or pushed.',
  },
} as const

export function settingsJsonSchema(entries: v.ObjectEntries): object {
  // JSON Schema cannot express checks by a function (an origin, a host's name): the Worker reports those.
  const { properties, ...schema } = toJsonSchema(v.strictObject(entries), { errorMode: 'ignore', typeMode: 'input' })
  return { ...schema, title: 'Settings of an Inglenook site', properties: { ...ASIDE, ...extended(properties) } }
}

const extended = (properties: object | undefined): object => Object(withExtensions(properties, true))

export async function buildSchema(assets: string): Promise<void> {
  const file = path.join(assets, FILE)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, `${JSON.stringify(settingsJsonSchema(settingsSchema().entries), null, 2)}\n`)
}
