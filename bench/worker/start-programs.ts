/** The programs to start: a peer, ours, or an empty one with our bindings. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { bundleSubject } from './bundle.ts'
import { ROOT } from '../peers.ts'

/** Modules by name; the first one is the entry point. */
export type Modules = Readonly<Record<string, string>>

/** One of `subjects/`. */
export const subjectModules = async (subject: string): Promise<Modules> => ({
  'index.js': await bundleSubject(subject),
})

/** The Worker as it is deployed. */
export const BUILT = path.join(ROOT, 'dist/worker/index.js')

export const ourModules = async (): Promise<Modules> => ({ 'index.js': await readFile(BUILT, 'utf8') })

export const CLASSES = ['Session', 'Ledger', 'Gate', 'Desk']

/** An empty Worker that can have our bindings: their cost, without our code. */
export const EMPTY_CLASSES = `import { DurableObject } from 'cloudflare:workers'
${CLASSES.map((name) => `export class ${name} extends DurableObject {}`).join('\n')}
`
