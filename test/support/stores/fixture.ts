/** What an earlier release stored, as `make-fixture.ts` kept it. */
import type { Turn } from '../../../protocol/schemas/turn.ts'

export interface Fixture {
  /** Of the session whose turns they are. */
  token: string
  /** Of the site `shop`, on the origin `SHOP`. */
  localStorage: string
  /** As that release told them. */
  turns: Turn[]
  /** Whether it had a console, and the site was published there. */
  hasOwner: boolean
}

export const SHOP = 'http://shop.example'
