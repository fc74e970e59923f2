/** `npm run docs:settings`: writes docs/settings.md. */
import { writeFile } from 'node:fs/promises'
import { keptEntries, shownEntries } from '../../protocol/site.ts'
import { settingsTable } from './settings-table.ts'

await writeFile(new URL('../../docs/settings.md', import.meta.url), settingsTable(shownEntries(), keptEntries()))
