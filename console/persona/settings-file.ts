/** Settings as a file, in the same format as `npm run sites`. */
import { differing } from '../../protocol/differing.ts'
import { readSettings, type ReadSettings } from '../../protocol/read-settings.ts'
import { isRecord } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'

/** @param origin the Worker's, which serves the schema that editors validate the file with. */
export const settingsFile = (settings: Settings, version: number, origin: string): string =>
  `${JSON.stringify({ $schema: `${origin}/console/settings.schema.json`, version, ...differing(settings) }, null, 2)}\n`

export type ReadFile = ReadSettings & {
  /** The file's contents, for messages about its problems. */
  content: object
}

/** The settings, or all problems. Settings that are missing in the file have their defaults. */
export function readSettingsFile(text: string): ReadFile {
  let content: unknown
  try {
    // Editors on Windows may add a byte order mark.
    content = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    return { content: {}, problems: [{ path: '', kind: 'type', message: `This is no JSON: ${String(error)}` }] }
  }
  if (!isRecord(content) || Array.isArray(content)) return { content: {}, ...readSettings(content) }
  // A rest pattern keeps `__proto__` as an ordinary property of the file, so it is found and refused.
  const { $schema: _schema, version: _version, ...rest } = content
  return { content: rest, ...readSettings(rest) }
}
