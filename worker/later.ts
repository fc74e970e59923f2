/**
 * The Worker's second module, read when it is first needed: what the owner asks, and the objects that are no visitor's session. Only
 * `index.ts` imports it, and never at the start.
 */
export { cloudflareAccess } from './guard/access-jwt.ts'
export { GateObject } from './owner/gate-object.ts'
export { ownerRoutes } from './routes/owner/owner.ts'
export { deskBehind } from './site/desk.ts'
export { DeskObject } from './site/desk-object.ts'
export { LedgerObject } from './site/ledger-object.ts'
