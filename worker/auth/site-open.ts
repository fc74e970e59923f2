import { Failure } from '../../protocol/failure.ts'
import type { Site } from '../../protocol/site.ts'

/**
 * Lets nobody ask on a site that its owner has paused.
 *
 * @throws Failure `site_paused`.
 */
export function requireNotPaused({ paused }: Pick<Site, 'paused'>): void {
  if (paused) throw new Failure('site_paused')
}
