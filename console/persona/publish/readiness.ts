/** Whether visitors would get an answer with the form's settings. The Worker decides: it knows its own keys and prices. */
import type { Finding } from '../../../protocol/schemas/finding.ts'
import type { Settings } from '../../../protocol/site.ts'
import type { Ask } from '../../api/ask.ts'
import { loaded, type Loaded } from '../../api/loaded.ts'

export interface Readiness {
  /** The problems; first those that leave visitors without an answer. */
  found: Loaded<readonly Finding[]>
  look(settings: Settings): Promise<void>
}

export function readinessOf({ site, ask }: { site: string; ask: Ask }): Readiness {
  const found = loaded<readonly Finding[]>()
  return {
    found,
    look: (settings) =>
      found.load(async (signal) => {
        const { findings } = await ask('checkSettings', { site, body: { settings }, signal })
        return [...findings.filter(isWrong), ...findings.filter(({ state }) => state === 'unknown')]
      }),
  }
}

export const isWrong = ({ state }: Pick<Finding, 'state'>): boolean => state === 'wrong'
