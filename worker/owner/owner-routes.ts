import type { OWNER } from '../../protocol/api/owner.ts'
import type { Routes } from '../http/routes.ts'
import { checkRoutes, type CheckPartners } from './check/check-routes.ts'
import { accessRoutes, type AccessPartners } from './sign-in-routes.ts'
import { ownerSiteRoutes, type OwnerSitePartners } from './sites-routes.ts'
import { transcriptRoutes, type TranscriptPartners } from './transcripts-routes.ts'
import { usageRoutes, type UsagePartners } from './usage-routes.ts'

export interface OwnerPartners
  extends AccessPartners, OwnerSitePartners, TranscriptPartners, UsagePartners, CheckPartners {}

/** Everything under `/v1/owner`. No page on another origin may read it: no answer has CORS headers. */
export const ownerRoutes = (dependencies: OwnerPartners): Routes<typeof OWNER> => ({
  ...accessRoutes(dependencies),
  ...ownerSiteRoutes(dependencies),
  ...checkRoutes(dependencies),
  ...transcriptRoutes(dependencies),
  ...usageRoutes(dependencies),
})
