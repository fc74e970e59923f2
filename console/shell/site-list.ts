/** The sites of this Worker, for the list and the switcher. */
import type { Setup } from '../../protocol/schemas/owner-session.ts'
import type { SiteSummary } from '../../protocol/schemas/owner-site.ts'
import { loaded } from '../api/loaded.ts'
import { ask } from './sign-in.ts'

export const sites = loaded<SiteSummary[]>()
export const setup = loaded<Setup>()

export const loadSites = (): Promise<void> => sites.load(async (signal) => (await ask('listSites', { signal })).sites)

export const loadSetup = (): Promise<void> => setup.load((signal) => ask('readSetup', { signal }))
