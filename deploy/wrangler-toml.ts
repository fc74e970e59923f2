/** wrangler.toml belongs to the owner: only lines that must change are changed. */
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parse, patch } from '@decimalturn/toml-patch'
import { field, isRecord } from '../protocol/record.ts'
import { Trouble } from './trouble.ts'

export const FILE = 'wrangler.toml'
export const KV_BINDINGS = ['HISTORY', 'PERSONAS'] as const
export type KvBinding = (typeof KV_BINDINGS)[number]

export interface WranglerToml {
  text: string
  values: Readonly<Record<string, unknown>>
}

/** @throws Trouble if there is none, or if it cannot be read. */
export async function readWranglerToml(folder: string): Promise<WranglerToml> {
  const text = await readFile(path.join(folder, FILE), 'utf8').catch(() => {
    throw new Trouble(`There is no ${FILE} in ${folder}.`, 'Run this where package.json is: `npm run …` does.')
  })
  return { text, values: read(text) }
}

function read(text: string): Record<string, unknown> {
  try {
    const values: unknown = parse(text)
    if (isRecord(values)) return values
  } catch (error) {
    throw new Trouble(
      `${FILE} is not valid TOML: ${String(error).slice(0, 200)}`,
      `Fix ${FILE}, or run \`git checkout ${FILE}\`.`,
    )
  }
  throw new Trouble(`${FILE} is empty.`, `\`git checkout ${FILE}\``)
}

/** The text of a top-level key, or of one in `[vars]`; empty if there is none. */
export const textOf = ({ values }: WranglerToml, name: string): string => text(values[name])
export const variable = ({ values }: WranglerToml, name: string): string => text(field(values['vars'], name))
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A list of tables (`[[kv_namespaces]]`); empty if there is no such list. */
export function tables({ values }: WranglerToml, name: string): Record<string, unknown>[] {
  const list = name.split('.').reduce<unknown>((inner, part) => field(inner, part), values)
  return Array.isArray(list) ? list.filter(isRecord) : []
}

export const namespaceId = (toml: WranglerToml, binding: KvBinding): string =>
  text(tables(toml, 'kv_namespaces').find((table) => table['binding'] === binding)?.['id'])

export interface Changes {
  name?: string
  account_id?: string
  namespaces?: Partial<Record<KvBinding, string>>
  vars?: Readonly<Record<string, string>>
}

/** The text with the changes in it, and everything else as it was, including comments. */
export function changed(toml: WranglerToml, { namespaces = {}, vars = {}, ...top }: Changes): string {
  const ids: Readonly<Record<string, string | undefined>> = namespaces
  const wanted = {
    ...toml.values,
    ...top,
    vars: { ...(isRecord(toml.values['vars']) && toml.values['vars']), ...vars },
    kv_namespaces: tables(toml, 'kv_namespaces').map((table) => {
      const id = ids[text(table['binding'])]
      return id === undefined ? table : { ...table, id }
    }),
  }
  if (isDeepStrictEqual(plain(toml.values), plain(wanted))) return toml.text
  const after = patch(toml.text, wanted)
  // A third-party parser edits the owner's file, so this checks that the result says what was meant.
  if (!isDeepStrictEqual(plain(read(after)), plain(wanted))) {
    throw new Trouble(
      `${FILE} is written in a way that cannot be changed safely.`,
      `Write into it: ${JSON.stringify({ ...top, namespaces, vars })}`,
    )
  }
  return after
}

/** @returns whether anything had to be written. */
export async function change(folder: string, changes: Changes): Promise<boolean> {
  const toml = await readWranglerToml(folder)
  const after = changed(toml, changes)
  if (after === toml.text) return false
  await writeFile(path.join(folder, FILE), after)
  return true
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
