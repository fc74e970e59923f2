/** Data stored by an earlier release, as `make-fixture.ts` saved it. */
import type { Turn } from '../../../protocol/schemas/turn.ts'

export interface Fixture {
  /** The session that the turns belong to. */
  token: string
  /** For the site `shop`, on the origin `SHOP`. */
  localStorage: string
  /** As that release returned them. */
  turns: Turn[]
  /** Whether it had a console, and the site was published there. */
  hasOwner: boolean
}

export const SHOP = 'http://shop.example'
