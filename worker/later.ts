/**
 * The Worker's second module, read when it is first needed: what no visitor's question waits for. Only `index.ts` imports
 * it, and never at the start.
 */
export { cloudflareAccess } from './guard/access-jwt.ts'
export { gateBehind } from './owner/gate.ts'
export { GateObject } from './owner/gate-object.ts'
export { ownerRoutes } from './routes/owner/owner.ts'
export { deskBehind } from './site/desk.ts'
export { DeskObject } from './site/desk-object.ts'
export { LedgerObject } from './site/ledger-object.ts'
