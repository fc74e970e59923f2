/**
 * The Worker's second module, read when it is first needed: what the owner asks, the objects that are no visitor's session, and what
 * is written for a dataset where one is bound. Only `index.ts` imports it, and never at the start.
 */
export { cloudflareAccess } from './guard/access-jwt.ts'
export { GateObject } from './owner/gate-object.ts'
export { frontRoutes } from './routes/front.ts'
export { ownerRoutes } from './routes/owner/owner.ts'
export { deskBehind } from './site/desk.ts'
export { DeskObject } from './site/desk-object.ts'
export { LedgerObject } from './site/ledger-object.ts'
export { writePoint } from './site/turn-points.ts'
