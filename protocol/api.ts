/**
 * Every address of the Worker, once: method, path, who may call it, its body, its answer, its failures. The Worker's router, the
 * console's calls, the API's description and the tests' lists are made from it.
 */
import { OWNER } from './api/owner.ts'
import { PROGRAMS } from './api/programs.ts'
import { FRONT, PUBLIC_SITE, SESSION } from './api/visitors.ts'

export const API = { ...FRONT, ...PUBLIC_SITE, ...SESSION, ...OWNER, ...PROGRAMS } as const
export type AddressName = keyof typeof API
