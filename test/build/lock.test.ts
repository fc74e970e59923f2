/** What `npm ci` installs is known by digest, and fetched from the registry of the machine that installs it. */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const ROOT = path.join(import.meta.dirname, '../..')

interface Locked {
  integrity?: string
  resolved?: string
  link?: boolean
}

test.for(globSync('{,bench/}package-lock.json', { cwd: ROOT }))('every package in %s has a digest', (file) => {
  const { packages }: { packages: Record<string, Locked> } = JSON.parse(readFileSync(path.join(ROOT, file), 'utf8'))
  const others = Object.entries(packages).filter(([place, { link }]) => place !== '' && !link)
  expect(others.length).toBeGreaterThan(10)
  expect(others.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([place]) => place)).toEqual([])
  expect(others.filter(([, { resolved }]) => resolved).map(([place]) => place)).toEqual([])
})
