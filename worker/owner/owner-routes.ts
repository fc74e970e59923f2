import type { OWNER } from '../../protocol/api/owner.ts'
import type { Routes } from '../http/routes.ts'
import { checkRoutes, type CheckDependencies } from './check/check-routes.ts'
import { accessRoutes, type SignInDependencies } from './sign-in-routes.ts'
import { ownerSiteRoutes, type OwnerSiteDependencies } from './sites-routes.ts'
import { transcriptRoutes, type TranscriptDependencies } from './transcripts-routes.ts'
import { usageRoutes, type UsageDependencies } from './usage-routes.ts'

export interface OwnerDependencies
  extends SignInDependencies, OwnerSiteDependencies, TranscriptDependencies, UsageDependencies, CheckDependencies {}

/** Everything under `/v1/owner`. No page on another origin may read it: no answer has CORS headers. */
export const ownerRoutes = (dependencies: OwnerDependencies): Routes<typeof OWNER> => ({
  ...accessRoutes(dependencies),
  ...ownerSiteRoutes(dependencies),
  ...checkRoutes(dependencies),
  ...transcriptRoutes(dependencies),
  ...usageRoutes(dependencies),
})
