/**
 * The Worker's third module, read when it is first needed: what only some sites ask of their visitors, and the owner's own
 * programs. Only `index.ts` imports it, and never at the start.
 */
export { SITEVERIFY, turnstile } from './guard/bot-check.ts'
export { provenBy } from './guard/identity.ts'
export { gateBehind } from './owner/gate.ts'
export { programRoutes } from './routes/programs.ts'
