/** Actions on a whole site. Each updates the list with the Worker's answer. */
import type { SiteDetails, SiteSummary } from '../../protocol/schemas/owner-site.ts'
import type { Settings } from '../../protocol/site.ts'
import { ask } from '../shell/sign-in.ts'
import { sites } from '../shell/site-list.ts'

/** @throws Refusal, as do all below. */
export async function createSite(site: string, settings: Settings): Promise<void> {
  replace(await ask('createSite', { body: { site, settings } }))
}

/** Copies the live settings, without the draft and the conversations. */
export async function duplicateSite(site: string, name: string): Promise<void> {
  const { live } = await ask('readOwnSite', { site })
  await createSite(name, live)
}

export async function pauseSite(site: string, paused: boolean): Promise<void> {
  replace(await ask('pauseSite', { site, body: { paused } }))
}

export async function removeSite(site: string): Promise<void> {
  await ask('removeSite', { site, body: { site } })
  sites.set(known().filter((one) => one.site !== site))
}

function replace(details: SiteDetails): void {
  const others = known().filter(({ site }) => site !== details.site)
  sites.set([...others, details].toSorted((one, other) => (one.site < other.site ? -1 : 1)))
}

export function known(): SiteSummary[] {
  const now = sites.now.value
  return now.state === 'there' ? now.value : (now.before ?? [])
}
