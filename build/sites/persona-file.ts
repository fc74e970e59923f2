/** One site in git: the settings that differ from the defaults, and the version that they are based on. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { differing } from '../../protocol/differing.ts'
import { readSettings } from '../../protocol/read-settings.ts'
import { isRecord } from '../../protocol/record.ts'
import { isOwnSiteName, type Settings } from '../../protocol/site.ts'

export interface PersonaFile {
  file: string
  site: string
  /** Null in a file that was never pulled. */
  version: number | null
  settings: Settings
  /** Only the settings in the file. */
  written: object
  /** As it is in the file, for writing it again. */
  schema: string | null
}

const ENDING = '.json'

export const fileOf = (folder: string, site: string): string => path.join(folder, site + ENDING)

/** The files of a folder, by name. */
export async function personaFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => name.endsWith(ENDING))
    .toSorted()
    .map((name) => path.join(folder, name))
}

/** A file, or all its problems, one per line. */
export async function readPersona(file: string): Promise<PersonaFile | string[]> {
  const site = path.basename(file, ENDING)
  const wrongName = isOwnSiteName(site)
    ? []
    : [`${file}: the file must be named after the site: lower-case letters, digits, hyphens`]
  const content = parse(await readFile(file, 'utf8'))
  if (!isRecord(content) || Array.isArray(content)) return [...wrongName, `${file}: this is not a JSON object`]
  const { $schema: schema, version, ...rest } = content
  const wrongVersion =
    version === undefined || isVersion(version) ? [] : [`${file}: version: must be a whole number, or be left out`]
  const { settings, problems = [] } = readSettings(rest)
  const all = [
    ...wrongName,
    ...wrongVersion,
    ...problems.map(({ path, message }) => `${file}: ${path && `${path}: `}${message}`),
  ]
  if (!settings || all.length > 0) return all
  return {
    file,
    site,
    settings,
    written: rest,
    version: isVersion(version) ? version : null,
    schema: typeof schema === 'string' ? schema : null,
  }
}

export async function writePersona({
  file,
  version,
  settings,
  schema,
}: Omit<PersonaFile, 'site' | 'written'>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  const content = {
    ...(schema !== null && { $schema: schema }),
    ...(version !== null && { version }),
    ...differing(settings),
  }
  await writeFile(file, `${JSON.stringify(content, null, 2)}\n`)
}

const isVersion = (version: unknown): version is number => Number.isSafeInteger(version) && Number(version) >= 0

function parse(text: string): unknown {
  try {
    // Editors on Windows may add a byte order mark.
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return null
  }
}
