import type { Finding } from '../../protocol/schemas/finding.ts'
import { readWhatFits } from '../../protocol/read-settings.ts'
import { field } from '../../protocol/record.ts'
import type { Settings } from '../../protocol/site.ts'
import { findingText } from './finding-text.ts'
import { Refused, type Ask } from './owner-api.ts'
import { personaFiles, readPersona, writePersona, type PersonaFile } from './persona-file.ts'
import { readStanding, type Standing } from './site-details.ts'

interface Push {
  ask: Ask
  folder: string
  /** Publishes over what others have published or drafted since the file was pulled. */
  isForced: boolean
  note: string
  say: (line: string) => void
}

type Planned = { persona: PersonaFile; standing: Standing | null; conflict: string | null }

/** Publishes the differences, or nothing at all if anything is wrong. False if something was. */
export async function push({ ask, folder, isForced, note, say }: Push): Promise<boolean> {
  const read = await Promise.all((await personaFiles(folder)).map(readPersona))
  const problems = read.flatMap((each) => (Array.isArray(each) ? each : []))
  for (const problem of problems) say(problem)
  if (problems.length > 0)
    return said(
      say,
      `Nothing was published: fix ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'} first.`,
    )

  const planned: Planned[] = []
  for (const persona of read) {
    if (Array.isArray(persona)) continue
    const standing = await readStanding(ask, persona.site)
    planned.push({ persona, standing, conflict: isForced ? null : conflictOf(persona, standing) })
  }
  const conflicts = planned.filter(({ conflict }) => conflict !== null)
  for (const { persona, conflict } of conflicts) say(`${persona.file}: ${conflict}`)
  if (conflicts.length > 0) return said(say, 'Nothing was published. Pull and compare, or push with --force.')

  const counts = { published: 0, same: 0, failed: 0 }
  for (const { persona, standing } of planned) {
    const { file } = persona
    try {
      const isSameAsLive = standing !== null && isSame(persona.settings, standing.live)
      const { version, settings } = isSameAsLive
        ? { version: standing.version, settings: persona.settings }
        : await publish(ask, persona, standing, note)
      if (version !== persona.version) await writePersona({ ...persona, version, settings })
      say(`${file}: ${isSameAsLive ? 'unchanged' : 'published as'} version ${version}`)
      for (const warning of await warnings(ask, persona.site)) say(`${file}: ${warning}`)
      counts[isSameAsLive ? 'same' : 'published'] += 1
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      say(`${file}: ${error.code}: ${error.message}`)
      counts.failed += 1
    }
  }
  say(`${counts.published} published, ${counts.same} unchanged, ${counts.failed} failed.`)
  return counts.failed === 0
}

/** The live settings afterwards: a new site has its own first texts if the file has none. */
async function publish(
  ask: Ask,
  { site, settings, written }: PersonaFile,
  standing: Standing | null,
  note: string,
): Promise<Pick<Standing, 'version'> & Pick<PersonaFile, 'settings'>> {
  if (!standing) {
    const created = await ask('createSite', { body: { site, settings: written } })
    return { version: Number(field(created, 'version')), settings: readWhatFits(field(created, 'live')) }
  }
  const draft = await ask('saveDraft', { site, body: { settings, revision: standing.draft?.revision ?? 0 } })
  const revision = Number(field(draft, 'revision'))
  const version = await ask('publishDraft', { site, body: { revision, live: standing.version, note } })
  return { version: Number(field(version, 'version')), settings }
}

/** What leaves visitors without an answer now. A Worker that is older than this command cannot tell. */
async function warnings(ask: Ask, site: string): Promise<string[]> {
  try {
    const found = field(await ask('readReadiness', { site }), 'findings')
    const all: Finding[] = Array.isArray(found) ? found : []
    return all
      .filter(({ state }) => state !== 'well')
      .map(findingText)
      .map(({ what, todo }) => `warning: ${what} See ${todo}.`)
  } catch (error) {
    if (error instanceof Refused) return []
    throw error
  }
}

/** Why publishing this file would undo another person's changes; null if it would not. */
function conflictOf({ version, settings }: PersonaFile, standing: Standing | null): string | null {
  if (!standing)
    return version === null
      ? null
      : `settings_conflict: the file was made from version ${version} of a site that no longer exists`
  if (isSame(settings, standing.live)) return null
  if (version !== standing.version) {
    const made = version === null ? 'names no version' : `was made from version ${version}`
    return `settings_conflict: version ${standing.version} is live, but the file ${made}`
  }
  const { draft } = standing
  return draft && !isSame(settings, draft.settings)
    ? 'settings_conflict: the site has a draft with other changes'
    : null
}

/** Both were read with one schema, so the same settings are the same text. */
const isSame = (one: Settings, other: Settings): boolean => JSON.stringify(one) === JSON.stringify(other)

function said(say: Push['say'], line: string): false {
  say(line)
  return false
}
