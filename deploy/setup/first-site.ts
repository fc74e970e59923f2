/** The website that the chat is for, created through the owner’s API. */
import type { Ask } from '../../build/sites/owner-api.ts'
import { readStanding } from '../../build/sites/site-details.ts'
import { allows } from '../../protocol/origin.ts'
import { field } from '../../protocol/record.ts'
import { Trouble } from '../trouble.ts'

/** @returns what was done; null if there was nothing to do. */
export async function makeSite(ask: Ask, site: string, origins: readonly string[]): Promise<string | null> {
  const standing = await readStanding(ask, site)
  if (!standing) {
    await ask('createSite', { body: { site, settings: { allowedOrigins: [...origins] } } })
    return `Created the site \`${site}\` for ${origins.join(', ')}, with the built-in persona`
  }
  const { live, version, draft } = standing
  const missing = origins.filter(
    (origin) => !live.allowedOrigins.includes(origin) && !allows(live.allowedOrigins, origin),
  )
  if (missing.length === 0) return null
  if (draft) {
    throw new Trouble(
      `The site \`${site}\` does not allow ${missing.join(', ')}, and it has a draft.`,
      'Publish or discard the draft in the console, or add the origin there, and run this again.',
    )
  }
  const settings = { ...live, allowedOrigins: [...live.allowedOrigins, ...missing] }
  const saved = await ask('saveDraft', { site, body: { settings, revision: 0 } })
  const revision = Number(field(saved, 'revision'))
  await ask('publishDraft', { site, body: { revision, live: version, note: 'setup' } })
  return `Allowed ${missing.join(', ')} on the site \`${site}\``
}
