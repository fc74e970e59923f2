/** Settings as a file: the same one that `npm run sites` writes and reads. */
import { differing } from '../../protocol/differing.ts'
import { readSettings, type ReadSettings } from '../../protocol/read-settings.ts'
import { isRecord } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'

/** @param origin of the Worker, which has the schema that editors check the file by. */
export const settingsFile = (settings: Settings, version: number, origin: string): string =>
  `${JSON.stringify({ $schema: `${origin}/console/settings.schema.json`, version, ...differing(settings) }, null, 2)}\n`

export type ReadFile = ReadSettings & {
  /** What stands in the file, for saying what is wrong with it. */
  content: object
}

/** What fits, or all that does not. What the file leaves out has its default. */
export function readSettingsFile(text: string): ReadFile {
  let content: unknown
  try {
    // Editors on Windows begin a file with a byte order mark.
    content = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    return { content: {}, problems: [{ path: '', kind: 'type', message: `This is no JSON: ${String(error)}` }] }
  }
  if (!isRecord(content) || Array.isArray(content)) return { content: {}, ...readSettings(content) }
  // A rest keeps `__proto__` as the property it is in the file: it is found, and refused.
  const { $schema: _schema, version: _version, ...rest } = content
  return { content: rest, ...readSettings(rest) }
}
