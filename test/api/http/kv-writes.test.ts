/** Where the Worker writes to KV. What is written there goes by itself, or is named here with the reason why it stays. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** By file: each place that writes, as it begins. */
const WRITES: Readonly<Record<string, { put: string; why: string }[]>> = {
  'worker/session/lifecycle/history-copy.ts': [
    { put: 'kv.put(key(whose), JSON.stringify({ version: VERSION', why: 'expires with the site’s retention' },
  ],
  'worker/sites/site-copies.ts': [
    {
      put: 'kv.put(keyOf(name), JSON.stringify(copy), options)',
      why: 'a preview’s options have an expiry; a published site stays until its owner removes it',
    },
  ],
}

test('KV is written only where this list says', () => {
  const found: Record<string, string[]> = {}
  for (const file of globSync('worker/**/*.ts')) {
    const source = readFileSync(file, 'utf8')
    // The storage of an object is not KV, whatever its methods are called (`storage.kv`, `this.#kv`); nor is an index of ours.
    const puts = source.match(/(?<![.#])\b(?:kv|env\.[A-Z]+|namespace)\.put\([^\n]*/g)
    if (puts) found[file] = [...puts]
  }
  expect(Object.keys(found).toSorted()).toEqual(Object.keys(WRITES).toSorted())
  for (const [file, writes] of Object.entries(WRITES)) {
    expect(found[file]).toEqual(writes.map(({ put }) => expect.stringContaining(put)))
  }
})

test('a history cannot be written without its expiry', () => {
  const source = readFileSync('worker/session/lifecycle/history-copy.ts', 'utf8')
  // The type asks for it: a call without does not compile.
  expect(source).toContain('put(key: string, value: string, options: { expirationTtl: number; metadata: object })')
})

test('only these two files are given a namespace to write', () => {
  const entry = readFileSync('worker/index.ts', 'utf8')
  const given = entry.match(/\w+\(\s*(?:this\.)?env\.(?:HISTORY|PERSONAS)\b/g)?.map((use) => use.replace(/\(.*/, ''))
  expect([...new Set(given)].toSorted()).toEqual(['kvHistoryCopies', 'kvSiteCopies', 'kvSites'])
})
