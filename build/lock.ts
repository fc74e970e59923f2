/**
 * `npm run lock`, after every `npm install` that changes package-lock.json.
 *
 * npm omits optional packages that it could not look up (another platform's binaries, if a mirror lacks them) from the lock
 * file, and `npm ci` then rejects the lock file as incomplete. This adds them, with the platform from their names: `npm ci`
 * skips them elsewhere, and looks them up if they are needed. Each gets its digest from the registry, so that no machine
 * installs anything else under its name. Without a digest, this exits with an error.
 */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

interface Locked {
  version?: string
  integrity?: string
  link?: boolean
  dev?: boolean
  optionalDependencies?: Record<string, string>
  [field: string]: unknown
}

const FILE = new URL('../package-lock.json', import.meta.url)

const SYSTEMS: Readonly<Record<string, string>> = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
  windows: 'win32',
}
const PROCESSORS: Readonly<Record<string, string>> = {
  '64': 'x64',
  arm: 'arm',
  arm64: 'arm64',
  ia32: 'ia32',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  x64: 'x64',
}

const lock: { packages: Record<string, Locked> } = JSON.parse(await readFile(FILE, 'utf8'))
const added: string[] = []
for (const { dev, optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const place = `node_modules/${name}`
    const platform = platformOf(name)
    if (lock.packages[place] || !platform) continue
    lock.packages[place] = { version, ...platform, ...(dev && { dev }), optional: true }
    added.push(name)
  }
}
for (const [place, entry] of Object.entries(lock.packages)) {
  if (place === '' || entry.link || entry.integrity) continue
  const { version = '', ...rest } = entry
  // Where npm itself writes it: after the version.
  lock.packages[place] = { version, integrity: await digestOf(place, version), ...rest }
}
const [root, ...others] = Object.entries(lock.packages)
if (!root) throw new Error('package-lock.json has no packages')
lock.packages = Object.fromEntries([root, ...others.toSorted(([one], [other]) => (one < other ? -1 : 1))])
await writeFile(FILE, `${JSON.stringify(lock, null, 2)}\n`)
console.log(added.length ? `Added ${added.join(', ')}` : 'The lock file was complete.')

/** From npm, for the registry that this machine uses. @throws if it has none. */
async function digestOf(place: string, version: string): Promise<string> {
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const { stdout } = await promisify(execFile)('npm', ['view', `${name}@${version}`, 'dist.integrity'])
  const digest = stdout.trim()
  if (!/^sha512-[\w+/]+=*$/.test(digest)) throw new Error(`The registry has no digest of ${name}@${version}`)
  return digest
}

/** `@oxlint/binding-linux-arm-musleabihf` is for linux, arm, musl. Nothing for a name without a platform. */
function platformOf(name: string): { os: string[]; cpu: string[]; libc?: string[] } | undefined {
  const parts = name.split(/[/-]/)
  const os = parts.map((part) => SYSTEMS[part]).find(Boolean)
  const cpu = parts.map((part) => PROCESSORS[part]).find(Boolean)
  if (os === undefined || cpu === undefined) return undefined
  if (os !== 'linux') return { os: [os], cpu: [cpu] }
  if (/musl/.test(name)) return { os: [os], cpu: [cpu], libc: ['musl'] }
  return /gnu/.test(name) ? { os: [os], cpu: [cpu], libc: ['glibc'] } : { os: [os], cpu: [cpu] }
}
